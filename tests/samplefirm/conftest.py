"""One sample firm, made and written once for all tests of this folder."""

import struct
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hanse.samplefirm import folder
from hanse.samplefirm.making import make
from hanse.samplefirm.model import Firm
from hanse.samplefirm.truth import Truth

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="session")
def firm() -> Firm:
    return make(seed=1, today=TODAY)


@pytest.fixture(scope="session")
def files(firm: Firm) -> dict[str, bytes]:
    return folder.files(firm)


@pytest.fixture(scope="session")
def made(firm: Firm, files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    where = tmp_path_factory.mktemp("firm")
    folder.put(where, files)
    return where, folder.truth(firm, files=tuple(sorted(files)))


def _dbf_rows(data: bytes) -> tuple[list[dict[str, Any]], int]:
    """Return the live records of a dBase III file in CP850 and the number of deleted ones."""
    count, start, size = struct.unpack("<IHH", data[4:12])
    heads = [data[at : at + 32] for at in range(32, start - 1, 32)]
    fields = [(h[:11].rstrip(b"\0").decode(), chr(h[11]), h[16]) for h in heads]
    records = [data[start + n * size : start + (n + 1) * size] for n in range(count)]
    live = [r for r in records if r[:1] == b" "]
    return [_dbf_record(fields, record) for record in live], count - len(live)


def _dbf_record(fields: list[tuple[str, str, int]], record: bytes) -> dict[str, Any]:
    found, at = {}, 1
    for name, kind, size in fields:
        text = record[at : at + size].decode("cp850").strip()
        kinds: dict[str, Callable[[str], Any]] = {"N": Decimal, "D": date.fromisoformat, "L": lambda t: t == "T"}
        found[name] = kinds.get(kind, str)(text)
        at += size
    return found


@pytest.fixture(scope="session")
def dbf_rows() -> Callable[[bytes], tuple[list[dict[str, Any]], int]]:
    """Read a dBase file by the plainest means."""
    return _dbf_rows
