"""Archives that lie, hide, break off or blow up."""

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from hanse.config import Config
from hanse.errors import Unreadable
from hanse.readers import archive
from hanse.readers.item import Item
from hanse.readers.pool.children import Pool
from hanse.records import Finding, Inside, Reading


def _zip(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members:
            made.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _read(name: str, data: bytes) -> Reading:
    return archive.read(Item.of(name, data))


def _codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings]


def test_names_written_as_utf8_without_the_flag_are_understood() -> None:
    raw = _zip(("Pr@@fung.txt", b"x")).replace(b"Pr@@fung", "Prüfung".encode())
    assert [part.name for part in _read("x.zip", raw).inside] == ["Prüfung.txt"]


@pytest.mark.parametrize("name", ["../../x.txt", "/x.txt", "C:\\x.txt", "./x.txt", "..\\x.txt"])
def test_a_path_out_of_the_archive_is_only_a_name(name: str) -> None:
    assert [part.name for part in _read("x.zip", _zip((name, b"1"))).inside] == ["x.txt"]


def test_hidden_files_are_passed_over_and_told() -> None:
    reading = _read("x.zip", _zip(("__MACOSX/a", b"1"), (".git/config", b"2"), ("b/~$c.docx", b"3"), ("d.txt", b"4")))
    assert [part.name for part in reading.inside] == ["d.txt"]
    assert _codes(reading) == ["archive.skipped"]
    assert ": 3." in reading.findings[0].message.de


def test_a_damaged_member_costs_only_itself() -> None:
    raw = bytearray(_zip(("a.txt", b"a" * 100), ("b.txt", b"b" * 100)))
    raw[37] ^= 0xFF
    reading = _read("x.zip", bytes(raw))
    assert [part.name for part in reading.inside] == ["b.txt"]
    assert _codes(reading) == ["archive.damaged"]
    assert (reading.counts.in_, reading.counts.out, reading.counts.rejected) == (2, 1, 1)


def test_a_member_too_big_is_left_packed_and_the_rest_is_read() -> None:
    item = Item.of("x.zip", _zip(("gross.bin", bytes(5000)), ("klein.txt", b"ok")))
    big, small = archive.members(item, room=1000)
    assert isinstance(big, Finding)
    assert "read_expansion_mb" in big.message.de
    assert small == Inside("klein.txt", b"ok")


def test_a_packed_file_that_does_not_end_is_stopped_while_unpacking() -> None:
    (part,) = archive.members(Item.of("x.gz", gzip.compress(bytes(50 << 20))), room=1 << 20)
    assert isinstance(part, Finding)
    assert part.code == "archive.big"


def test_a_tar_that_breaks_off_keeps_what_came_and_says_so() -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as made:
        for name in ("a.txt", "b.txt"):
            info = tarfile.TarInfo(name)
            info.size = 20_000
            made.addfile(info, io.BytesIO(b"0123456789" * 2000))
    data = gzip.decompress(stream.getvalue())[:22_000]
    reading = _read("x.tar", data)
    assert [part.name for part in reading.inside] == ["a.txt"]
    assert _codes(reading) == ["archive.cut"]


@pytest.mark.parametrize("data", [b"PK\x03\x04 only a beginning", b"\x1f\x8b\x08nothing", b"7z\xbc\xaf\x27\x1c", b""])
def test_what_cannot_be_opened_says_what_to_do(data: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        _read("x.zip", data)
    assert caught.value.hint.de


def test_office_files_are_left_to_their_readers() -> None:
    assert archive.sniff(_zip(("[Content_Types].xml", b"<a/>")), "brief.docx") == 0
    assert archive.sniff(_zip(("mimetype", b"application/epub+zip")), "buch.epub") == 0
    assert archive.sniff(_zip(("kunden.csv", b"")), "sicherung.bak") > 0


def _bomb(levels: int) -> bytes:
    data = _zip(*((f"{n}.bin", bytes(30 << 20)) for n in range(4)))
    for _ in range(levels):
        data = _zip(*((f"{n}.zip", data) for n in range(4)))
    return data


@pytest.mark.parametrize("levels", [0, 1, 3])
def test_a_zip_bomb_ends_as_findings(tmp_path: Path, levels: int) -> None:
    path = tmp_path / "bombe.zip"
    path.write_bytes(_bomb(levels))
    with Pool(Config(home=tmp_path, read_expansion_mb=50, read_memory_mb=400)) as pool:
        readings = pool.read(path)
    codes = {finding.code for _, reading in readings for finding in reading.findings}
    assert codes & {"archive.big", "inside.big"}
    assert codes <= {"archive.big", "inside.big", "reader.unknown"}


def test_a_zip_in_a_zip_is_read_with_its_way(tmp_path: Path) -> None:
    path = tmp_path / "aussen.zip"
    inner = _zip(("a.xyz", b"\x00"), ("b.xyz", b"\x01")).replace(b"b.xyz", b"a.xyz")
    path.write_bytes(_zip(("jahr/innen.zip", inner)))
    with Pool(Config(home=tmp_path)) as pool:
        ways = [way for way, _ in pool.read(path)]
    assert ways == ["", "jahr/innen.zip", "jahr/innen.zip!/a.xyz", "jahr/innen.zip!/a.xyz (2)"]


def test_a_zip_of_very_many_bad_members_does_not_make_very_many_findings(tmp_path: Path) -> None:
    raw = bytearray(_zip(*((f"{n}.txt", b"") for n in range(3000))))
    at = -1
    while (at := raw.find(b"PK\x01\x02", at + 1)) >= 0:
        raw[at + 8] |= 1
    path = tmp_path / "zu.zip"
    path.write_bytes(raw)
    with Pool(Config(home=tmp_path)) as pool:
        ((_, reading),) = pool.read(path)
    assert len(reading.findings) == 2001
    assert reading.findings[-1].code == "inside.many"
