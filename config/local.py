"""What `make` leaves under var/ so that every command on this machine finds the same servers and the same key."""

import json
from pathlib import Path

SECRET_KEY_FILE = "secret_key"
SERVERS_FILE = "embedded.json"


def local_value(var_dir: Path, name: str) -> str:
    """The local value of a setting, or an empty text when `make` has left none."""
    try:
        if name == "SECRET_KEY":
            return (var_dir / SECRET_KEY_FILE).read_text().strip()
        return str(json.loads((var_dir / SERVERS_FILE).read_text()).get(name, ""))
    except (OSError, ValueError):
        return ""
