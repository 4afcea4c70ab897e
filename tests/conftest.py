from pathlib import Path

import pytest
from django.conf import LazySettings


@pytest.fixture(autouse=True)
def _own_media(settings: LazySettings, tmp_path: Path) -> None:
    """No test writes into the files of the demonstration."""
    settings.MEDIA_ROOT = tmp_path / "media"
