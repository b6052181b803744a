"""Time zones by their name in the IANA database or in Windows. Knows no calendar."""

import tomllib
from functools import cache, lru_cache
from importlib import resources
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@cache
def _windows() -> dict[str, str]:
    text = resources.files(__package__).joinpath("windows_zones.toml").read_text(encoding="utf-8")
    return {name: str(zone) for name, zone in tomllib.loads(text).items()}


@lru_cache(maxsize=256)
def known(name: str) -> ZoneInfo | None:
    """Return a zone by its name in the IANA database, or by its Windows name; also with a prefix before it."""
    wanted_name = _windows().get(name, name).removeprefix("/")
    for wanted in (wanted_name, "/".join(wanted_name.split("/")[-2:])):
        try:
            return ZoneInfo(wanted)
        except (ZoneInfoNotFoundError, ValueError, OSError, UnicodeError):
            continue
    return None
