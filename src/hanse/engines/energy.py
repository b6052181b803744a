"""What a call cost in joules, read from the processor's own counter (RAPL) where the system lets us.

The counter is the whole processor's: what other programs burned in the same seconds is in it, and the method says so.
Specification: Linux, Documentation/power/powercap/powercap.rst.
"""

import time
from pathlib import Path

import msgspec

POWERCAP = Path("/sys/class/powercap")
NOT_MEASURED = "not measured"
RAPL = "RAPL, whole processor"


class Reading(msgspec.Struct, frozen=True):
    """Counter values in microjoules by package, and the second of time.monotonic() that they were read at."""

    counters: dict[str, int]
    seconds: float


class Energy(msgspec.Struct, frozen=True):
    """joules is None where nothing measured them; method says how."""

    joules: float | None
    method: str


def read(powercap: Path = POWERCAP) -> Reading:
    """Return the counters now; empty where there are none or we may not read them (since Linux 5.10 root only)."""
    values = ((str(zone), _number(zone / "energy_uj")) for zone in sorted(powercap.glob("intel-rapl:*")))
    # Only packages ("intel-rapl:0"): the zones below them ("intel-rapl:0:0") are parts of the same energy.
    counters = {zone: value for zone, value in values if value is not None and zone.rsplit("/", 1)[-1].count(":") == 1}
    return Reading(counters, time.monotonic())


def since(before: Reading, powercap: Path = POWERCAP) -> Energy:
    """Return what was used since then. A counter that has started anew at its maximum is taken into account."""
    after = read(powercap)
    if not before.counters or before.counters.keys() != after.counters.keys():
        return Energy(None, NOT_MEASURED)
    used = [_used(Path(zone), before.counters[zone], now) for zone, now in after.counters.items()]
    known = [value for value in used if value is not None]
    return Energy(sum(known) / 1e6, RAPL) if len(known) == len(used) else Energy(None, NOT_MEASURED)


def _used(zone: Path, before: int, now: int) -> int | None:
    if now >= before:
        return now - before
    most = _number(zone / "max_energy_range_uj")
    return most - before + now if most is not None else None


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
