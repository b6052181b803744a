"""No sequence of bytes crashes a reader: only Unreadable (or TooBig) may come out."""

import io
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanse.errors import TooBig, Unreadable
from hanse.readers import all_readers
from hanse.readers.item import Item

SAMPLES = Path(__file__).parent / "samples"
READERS = {reader.NAME: reader for reader in all_readers()}
QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large)
bounded = settings(max_examples=60, deadline=None, database=None, suppress_health_check=QUIET)
thorough = settings(max_examples=600, deadline=None, database=None, suppress_health_check=QUIET)


@cache
def small_samples(name: str) -> tuple[bytes, ...]:
    paths = sorted(p for p in (SAMPLES / name).glob("*") if p.suffix not in (".golden", ".py") and p.is_file())
    return tuple(p.read_bytes() for p in paths if p.stat().st_size < 60_000)


def survives(name: str, data: bytes) -> None:
    reader = READERS[name]
    item = Item.of(f"datei{reader.SUFFIXES[0] if reader.SUFFIXES else ''}", data)
    assert 0 <= reader.sniff(item.head(), item.name) <= 100
    try:
        reading = reader.read(item)
    except (Unreadable, TooBig):
        return
    assert reading.counts.in_ == reading.counts.out + reading.counts.rejected


@pytest.mark.parametrize("name", sorted(READERS))
def test_no_bytes_crash_a_reader(name: str) -> None:
    @bounded
    @given(st.binary(max_size=2000))
    def law(data: bytes) -> None:
        survives(name, data)

    law()


def _opens(data: bytes) -> bool:
    if not data.startswith(b"PK"):
        return False
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return not any(info.flag_bits & 1 for info in archive.infolist())


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """Return the bytes cut off or with some of them changed, inside a member where they are a zip."""
    if _opens(whole) and draw(st.integers(0, 3)):
        return draw(damaged_inside(whole))
    cut = draw(st.integers(0, len(whole))) if draw(st.booleans()) else len(whole)
    changed = bytearray(whole[:cut])
    for at in draw(st.lists(st.integers(0, max(cut - 1, 0)), max_size=8)) if cut else ():
        changed[at] ^= draw(st.integers(1, 255))
    return bytes(changed)


@st.composite
def damaged_inside(draw: st.DrawFn, whole: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(whole)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = draw(st.sampled_from(sorted(parts)))
    parts[name] = draw(damaged(parts[name]))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as new:
        for part, data in parts.items():
            new.writestr(part, data)
    return stream.getvalue()


def no_damage_crashes(name: str, effort: settings) -> None:
    if not small_samples(name):
        pytest.skip(f"{name} has no sample under 60 kB")

    @effort
    @given(st.sampled_from(small_samples(name)).flatmap(damaged))
    def law(data: bytes) -> None:
        survives(name, data)

    law()


@pytest.mark.parametrize("name", sorted(READERS))
def test_no_damaged_sample_crashes_its_reader(name: str) -> None:
    no_damage_crashes(name, bounded)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", sorted(READERS))
def test_no_damaged_sample_crashes_its_reader_however_often(name: str) -> None:
    no_damage_crashes(name, thorough)
