"""What `make demo` can be told: SERVE, RESET, CASE and PORT."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.servers.errors import ServerError

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var"
MODEL_CASE = ROOT / "config" / "demo" / "cnap"
YES_AND_NO = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}


@dataclass(frozen=True)
class Options:
    serve: bool
    reset: bool
    case: Path
    port: int

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Options":
        case = Path(environment.get("CASE") or MODEL_CASE).expanduser().resolve()
        if not case.is_dir():
            raise ServerError(f"CASE={environment['CASE']} is not a folder: give the path of a case.")
        return cls(
            serve=switch(environment, "SERVE", default=True),
            reset=switch(environment, "RESET", default=False),
            case=case,
            port=port_number(environment.get("PORT") or "8000"),
        )


def switch(environment: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = environment.get(name, "").lower()
    if not text:
        return default
    if text not in YES_AND_NO:
        raise ServerError(f"{name}={text} is not understood: say {name}=1 or {name}=0.")
    return YES_AND_NO[text]


def port_number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ServerError(f"PORT={text} is not a port: give a number from 1 to 65535.")
    return int(text)
