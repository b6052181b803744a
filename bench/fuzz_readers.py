"""How readers stand damaged files: each sample's bytes changed, cut, doubled and mixed, and random bytes.

    python bench/fuzz_readers.py [--inputs 20000] [--reader NAME ...] [--seed 1]

For each reader so many inputs are read in this process with the memory limit that reader children have. Only
Unreadable and TooBig may come out; records in must be records out and rejected; no input may take over 10 s. The
yardstick is the time for the undamaged samples of the same reader: the table shows the median damaged input against it.
"""

import argparse
import io
import random
import resource
import statistics
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from hanse.errors import TooBig, Unreadable
from hanse.readers import Reader, all_readers
from hanse.readers.item import Item

SAMPLES = Path(__file__).parent.parent / "tests" / "readers" / "samples"
LIMIT_SECONDS = 10.0
LARGEST = 200_000
MEMORY = 1500 << 20
SPICE = (
    b"",
    b"\x00",
    b"\xff" * 4,
    b";" * 40,
    b"\r\n",
    b"'" * 9,
    b"<" * 5,
    b"9" * 30,
    b"\x80\x00\x00\x00",
    b"-1",
    b"\x1a",
)


def main() -> int:
    """Print a row for each reader and return 1 when one failed."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--inputs", type=int, default=20_000)
    asked.add_argument("--reader", nargs="*")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--seconds", type=float, default=0, help="at most so many seconds for each reader")
    options = asked.parse_args()
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    print(f"{'reader':14}{'inputs':>8}{'read':>8}{'refused':>9}{'failed':>8}{'slowest s':>11}{'median/sample':>15}")
    failed = 0
    for reader in all_readers():
        if not options.reader or reader.NAME in options.reader:
            failed += _row(reader, options.inputs, random.Random(options.seed), options.seconds)
    return 1 if failed else 0


def _row(reader: Reader, inputs: int, chance: random.Random, seconds: float) -> int:
    wholes = [p.read_bytes() for p in _samples(reader) if p.stat().st_size < LARGEST]
    usual = statistics.median(_timed(reader, whole, [])[0] for whole in wholes) if wholes else 0.0
    times: list[float] = []
    failures: list[str] = []
    refused = 0
    until = time.monotonic() + seconds if seconds else float("inf")
    for data in _damaged(wholes, inputs, chance):
        took, was_refused = _timed(reader, data, failures)
        times.append(took)
        refused += was_refused
        if time.monotonic() > until:
            break
    slow = sum(took > LIMIT_SECONDS for took in times)
    ratio = statistics.median(times) / usual if usual else 0.0
    failed = len(failures) + slow
    counts = f"{len(times):8}{len(times) - refused:8}{refused:9}{failed:8}"
    print(f"{reader.NAME:14}{counts}{max(times):11.2f}{ratio:15.2f}", flush=True)
    for text in dict.fromkeys(failures):
        print(f"    {text}")
    return failed


def _samples(reader: Reader) -> list[Path]:
    folder = SAMPLES / reader.NAME
    return sorted(p for p in folder.glob("*") if p.suffix not in (".golden", ".py") and p.is_file())


def _timed(reader: Reader, data: bytes, failures: list[str]) -> tuple[float, bool]:
    item = Item.of(f"datei{reader.SUFFIXES[0] if reader.SUFFIXES else ''}", data)
    started = time.perf_counter()
    refused = False
    try:
        counts = reader.read(item).counts
        if counts.in_ != counts.out + counts.rejected:
            failures.append(f"records lost: {counts}")
    except (Unreadable, TooBig):
        refused = True
    except Exception as error:  # noqa: BLE001 - what is looked for
        failures.append(f"{type(error).__name__}: {str(error)[:100]}")
    return time.perf_counter() - started, refused


def _damaged(wholes: list[bytes], inputs: int, chance: random.Random) -> Iterator[bytes]:
    for number in range(inputs):
        if not wholes or number % 10 == 0:
            yield chance.randbytes(chance.randrange(4000))
            continue
        whole = chance.choice(wholes)
        within = whole.startswith(b"PK\x03\x04") and chance.random() < 0.8
        yield (_damaged_inside(whole, chance) if within else _changed(whole, wholes, chance))[: 2 * LARGEST]


def _changed(whole: bytes, wholes: list[bytes], chance: random.Random) -> bytes:
    data = bytearray(whole)
    for _ in range(chance.randint(1, 6)):
        _damage(data, wholes, chance)
    return bytes(data)


def _damaged_inside(whole: bytes, chance: random.Random) -> bytes:
    """Return a zip (an office file, an archive) with one of its members changed."""
    with zipfile.ZipFile(io.BytesIO(whole)) as old:
        if any(info.flag_bits & 1 for info in old.infolist()):
            return _changed(whole, [whole], chance)
        parts = {name: old.read(name) for name in old.namelist()}
    name = chance.choice(sorted(parts))
    parts[name] = _changed(parts[name], list(parts.values()), chance)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as new:
        for part, data in parts.items():
            new.writestr(part, data)
    return stream.getvalue()


def _damage(data: bytearray, wholes: list[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    end = min(len(data), at + chance.choice((1, 2, 8, 100, 3000)))
    kind = chance.randrange(6)
    if kind == 0:
        del data[at:end]
    elif kind == 1:
        data[at:end] = chance.randbytes(end - at)
    elif kind == 2:
        data[at:at] = data[at:end]
    elif kind == 3:
        data[at:at] = chance.choice(SPICE)
    elif kind == 4:
        other = chance.choice(wholes)
        cut = chance.randrange(len(other) + 1)
        data[at:end] = other[cut : cut + (end - at)]
    elif at < len(data):
        data[at] ^= 1 << chance.randrange(8)


if __name__ == "__main__":
    sys.exit(main())
