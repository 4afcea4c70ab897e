"""Programs that the tests need: from the PATH, else from Debian's packages, where whoever runs this may install them."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Sequence

from config.demo.options import VAR


def find(names: Sequence[str], *packages: str) -> str:
    """The path of the first program of these names, after its packages were installed if need be; empty if there is none.

    One process at a time: beside each other `apt-get` refuses the second, and a program that is half installed is found.
    """
    VAR.mkdir(exist_ok=True)
    with (VAR / "debian.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return on_the_path(names) or (on_the_path(names) if install(*packages) else "")


def on_the_path(names: Sequence[str]) -> str:
    return next((found for name in names if (found := shutil.which(name))), "")


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
