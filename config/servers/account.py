"""The system account a server runs as, and the folders that account can reach.

PostgreSQL refuses to run as root. As root we run it as an existing account without rights, and look for a
place that this account can reach as things stand: the mode of a folder that is not ours is never changed.
"""

import os
import pwd
import stat
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypedDict

from config.servers.errors import ServerError

# Tried in this order; the first that exists is used. None of them is ever created by us.
UNPRIVILEGED_ACCOUNTS = ("nobody", "daemon")


class PopenAccount(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int

    @classmethod
    def ours(cls) -> "Account":
        return cls(os.geteuid(), os.getegid())

    @classmethod
    def without_rights(cls) -> "Account":
        """Ourselves, or when we are root an account that may do nothing."""
        if os.geteuid() != 0:
            return cls.ours()
        for name in UNPRIVILEGED_ACCOUNTS:
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(entry.pw_uid, entry.pw_gid)
        raise ServerError(
            "PostgreSQL does not run as root and this system has no account `nobody`: "
            "run the command as an ordinary user, or set DATABASE_URL to a server of your own."
        )

    @property
    def is_ours(self) -> bool:
        return self.uid == os.geteuid()

    def for_popen(self) -> PopenAccount:
        if self.is_ours:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may_pass(self, folder: Path) -> bool:
        """Whether this account can walk down to `folder`, by owner, group and mode of it and its parents."""
        if self.is_ours:
            return True
        real = folder.resolve()
        return all(self._may_enter(step.stat()) for step in (real, *real.parents))

    def _may_enter(self, found: os.stat_result) -> bool:
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)

    def make_private_folder(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        if not self.is_ours:
            os.chown(folder, self.uid, self.gid)


def outside_folder(root: Path, *, base: Path = Path("/var/tmp")) -> Path:  # noqa: S108 - owner and kind are checked
    """A folder of ours that every account may pass, for checkouts that lie behind a closed folder.

    Its name comes from the checkout's path, so that the next start finds the same data. Anyone may create
    names in `base`: a folder that is not ours, or a link, is refused.
    """
    folder = base / f"what-we-heard-{sha256(str(root.resolve()).encode()).hexdigest()[:16]}"
    folder.mkdir(mode=0o711, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise ServerError(f"{folder} belongs to somebody else: remove it, or set DATABASE_URL.")
    folder.chmod(0o711)
    return folder
