"""Packages of Debian, where whoever runs this may install them."""

import os
import shutil
import subprocess


def install(*packages: str) -> bool:
    """Whether the packages are installed now; false without a word where that is not ours to do."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    print(f"Installing Debian's {' and '.join(packages)}.", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        command = ["apt-get", *arguments]
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
            return False
    return True
