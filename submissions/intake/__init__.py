"""Every way in. All of them end in ``submit.submit``."""
