"""No sequence of bytes crashes a reader: only Unreadable (or TooBig) may come out."""

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
bounded = settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


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


@pytest.mark.parametrize("name", sorted(READERS))
def test_no_damaged_sample_crashes_its_reader(name: str) -> None:
    if not small_samples(name):
        pytest.skip(f"{name} has no sample under 60 kB")

    @bounded
    @given(st.data())
    def law(data: st.DataObject) -> None:
        whole = data.draw(st.sampled_from(small_samples(name)))
        cut = data.draw(st.integers(0, len(whole)))
        flipped = bytearray(whole[:cut] if data.draw(st.booleans()) else whole)
        for at in data.draw(st.lists(st.integers(0, max(len(flipped) - 1, 0)), max_size=8)):
            if flipped:
                flipped[at] ^= data.draw(st.integers(1, 255))
        survives(name, bytes(flipped))

    law()
