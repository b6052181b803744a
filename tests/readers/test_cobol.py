"""COBOL data files: notations of numbers, repeats, record types, lengths, code pages, and which copybook holds."""

import runpy
import struct
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hanse.errors import Unreadable
from hanse.readers import cobol
from hanse.readers.cobol import letters
from hanse.readers.cobol.picture import picture
from hanse.readers.item import Item
from hanse.records import Cell, Reading

HERE = Path(__file__).parent / "samples/cobol"
make: dict[str, Any] = runpy.run_path(str(HERE / "make.py"))


class Beside:
    """A folder of files in memory."""

    way = ""

    def __init__(self, **items: bytes) -> None:
        self._items = {name.replace("_", "."): data for name, data in items.items()}

    def names(self) -> tuple[str, ...]:
        return tuple(self._items)

    def get(self, path: str) -> Item | None:
        name = next((n for n in self._items if n.lower() == path.lower()), None)
        return Item.of(name, self._items[name], around=self) if name else None

    def up(self) -> None:
        return None

    def mark(self) -> tuple[str, ...]:
        return tuple(self._items)


def _read(book: str, data: bytes) -> Reading:
    return cobol.read(Item.of("daten.dat", data, around=Beside(daten_cpy=book.encode())))


def _cell(clause: str, raw: bytes, *, ebcdic: bool = True) -> Cell:
    """Read one field, with a text before it that says which letters the file has."""
    head = ("Hallo Welt".encode("cp273") if ebcdic else b"Hallo Welt") * 5
    book = f"       01 S.\n           05 T PIC X(50).\n           05 F {clause}.\n"
    return _read(book, head + raw).tables[0].rows[0][1]


@pytest.mark.parametrize(
    ("clause", "raw", "value"),
    [
        ("PIC S9(3)V99", "f1f2f3f4d5", "-123.45"),
        ("PIC S9(3)V99", "f1f2f3f4c5", "123.45"),
        ("PIC S9(3)V99", "f1f2f3f4f5", "123.45"),
        ("PIC S9(3) LEADING", "d1f2f3", "-123"),
        ("PIC S9(3) SIGN IS TRAILING SEPARATE CHARACTER", "f1f2f360", "-123"),
        ("PIC S9(3) COMP-3", "123d", "-123"),
        ("PIC 9(3) USAGE IS PACKED-DECIMAL", "123f", "123"),
        ("PIC 9(4) COMP-6", "1234", "1234"),
        ("PIC S9(4) COMP", "fffe", "-2"),
        ("PIC 9(4) COMP-5", "fffe", "65534"),
        ("PIC S9(5)V99 BINARY", "fffffff6", "-0.10"),
        ("PIC PPP99 COMP-3", "012c", "0.00012"),
        ("PIC 99PPP", "f1f2", "12000"),
        ("COMP-1", "c276a000", "-118.625"),
        ("COMP-2", "4110000000000000", "1"),
        ("PIC ZZ9.99CR", "40f1f24bf5f0c3d9", "-12.50"),
        ("PIC Z.ZZ9,99", "40f1f24bf5f0f06bf0f0".replace("40f1f24bf5f0f0", "f14bf5f0f0"), "1500.00"),
        ("PIC -9(3)", "60f0f1f2", "-12"),
    ],
)
def test_numbers_are_exact_in_every_notation(clause: str, raw: str, value: str) -> None:
    assert _cell(clause, bytes.fromhex(raw)) == Decimal(value)


@pytest.mark.parametrize(
    ("raw", "value"), [(b"12C", 123), (b"12L", -123), (b"12s", -123), (b"123", 123), (b"12{", 120), (b"12}", -120)]
)
def test_signs_of_ascii_data_are_read_as_each_compiler_writes_them(raw: bytes, value: int) -> None:
    assert _cell("PIC S9(3)", raw, ebcdic=False) == value


def test_comp_5_of_a_pc_has_its_low_byte_first() -> None:
    assert _cell("PIC S9(4) COMP-5", struct.pack("<h", -300), ebcdic=False) == -300


@pytest.mark.parametrize(
    ("raw", "ebcdic", "value"),
    [("cdcc8cbf", False, "-1.1"), ("bf8ccccd", False, "-1.1"), ("c111999a", True, "-1.1"), ("bf8ccccd", True, "-1.1")],
)
def test_floats_are_read_in_the_notation_that_gives_few_digits(raw: str, ebcdic: bool, value: str) -> None:  # noqa: FBT001 - a case
    assert _cell("COMP-1", bytes.fromhex(raw), ebcdic=ebcdic) == Decimal(value)


def test_bytes_that_are_no_number_are_a_finding_and_an_empty_cell() -> None:
    reading = _read(
        "       01 S.\n           05 T PIC X(9).\n           05 F PIC 9(3) COMP-3.\n", b"\xc1" * 9 + b"\xaa\xaa"
    )
    assert reading.tables[0].rows == (("AAAAAAAAA", None),)
    assert [(f.code, f.raw) for f in reading.findings if f.severity == "warning"] == [("cobol.value", "aaaa")]


def test_blank_numbers_are_empty_without_a_word() -> None:
    assert _cell("PIC S9(3)V99", b"\x40" * 5) is None
    assert _cell("PIC Z(4)9", b"\x40" * 5) is None


@pytest.mark.parametrize(
    ("name", "page", "text"),
    [
        ("german", "cp273", "Müller & Söhne, Größe"),
        ("american", "cp037", "Müller & Söhne, Größe"),
        ("euro", "cp1141", "100 € für Käthe Öhlschläger"),
        ("mail", "cp037", "info@firma.de, mail@firma.de"),
    ],
)
def test_the_code_page_is_found_by_the_umlauts(name: str, page: str, text: str) -> None:
    del name
    plain = text.replace("€", "¤").encode("cp273" if page == "cp1141" else page)
    found, decided = letters.code_page([plain], ebcdic=True)
    assert (found, decided) == (page, True)
    assert letters.text(plain, found) == text


def test_a_code_page_that_nothing_decides_says_so() -> None:
    assert letters.code_page(["KUNDE 4711".encode("cp273")], ebcdic=True) == ("cp273", False)


def test_record_types_and_counted_repeats_become_tables_that_lead_back() -> None:
    head, lines, totals = cobol.read(Item.at(HERE / "BELEGE.DAT")).tables
    assert [row[0] for row in head.rows] == [1, 2]
    assert lines.rows == ((1, 1, "A-100", Decimal("1.5")), (1, 2, "B-200", Decimal("-2.0")))
    assert lines.foreign[0].table == head.name
    assert totals.rows == (("90", Decimal("-1234.56")),)
    assert [place.record for place in totals.places] == [3]


def test_a_record_of_an_unknown_type_is_rejected_with_its_bytes() -> None:
    reading = cobol.read(Item.at(HERE / "BELEGE.DAT"))
    assert [(f.code, f.place.record, f.raw) for f in reading.findings if f.severity == "error"] == [
        ("cobol.type", 4, "f7f7")
    ]
    assert (reading.counts.in_, reading.counts.out, reading.counts.rejected) == (4, 3, 1)


def test_counted_records_without_descriptor_words_are_walked() -> None:
    book = "01 S.\n 05 N PIC 9.\n 05 G OCCURS 1 TO 5 DEPENDING ON N.\n  10 X PIC X(3).\n 05 E PIC X.\n"
    reading = _read(book, "2abcdefA1xyzB3aaabbbcccC".encode("cp273"))
    assert [row[1:] for row in reading.tables[0].rows] == [(2, "A"), (1, "B"), (3, "C")]
    assert [row[2] for row in reading.tables[1].rows] == ["abc", "def", "xyz", "aaa", "bbb", "ccc"]


def test_repeats_in_repeats_lead_to_the_outer_one() -> None:
    book = "01 S.\n 05 G OCCURS 2.\n  10 A PIC X.\n  10 H OCCURS 2.\n   15 B PIC X.\n   15 C PIC 9.\n"
    tables = _read(book, "Xa1b2Yc3d4".encode("cp273")).tables
    assert [row[1:] for row in tables[1].rows] == [(1, "X"), (2, "Y")]
    assert [row[1:] for row in tables[2].rows] == [(1, 1, "a", 1), (1, 2, "b", 2), (2, 1, "c", 3), (2, 2, "d", 4)]


def test_a_copybook_that_repeats_without_end_does_not_keep_the_reader_busy() -> None:
    book = "01 S.\n 05 G OCCURS 999999.\n  10 H OCCURS 999999.\n   15 A PIC X(9).\n"
    assert len(_read(book, b"\xc1" * 100).findings) > 0


def test_a_counter_that_is_no_number_is_told_and_its_repeats_left_out() -> None:
    book = "01 S.\n 05 N POINTER.\n 05 G OCCURS 1 TO 3 DEPENDING ON N.\n  10 X PIC X(3).\n"
    reading = _read(book, b"\xc1" * 13)
    assert reading.tables[1].rows == ()
    assert "cobol.count" in [finding.code for finding in reading.findings]


def test_blocked_records_are_unpacked() -> None:
    book = "01 S.\n 05 X PIC X(3).\n"
    inner = make["words"]([b"\xc1\xc2\xc3", b"\xc4\xc5\xc6"])
    block = struct.pack(">HH", len(inner) + 4, 0) + inner
    assert [row[0] for row in _read(book, block * 2).tables[0].rows] == ["ABC", "DEF"] * 2


def test_level_88_decides_which_reading_of_the_same_bytes_holds() -> None:
    (table,) = cobol.read(Item.at(HERE / "KUNDEN.DAT")).tables
    at = {column.name: i for i, column in enumerate(table.columns)}
    assert [row[at["MITARBEITER"]] for row in table.rows] == [12, None, None]
    assert [str(row[at["GEBURTSDATUM"]]) for row in table.rows] == ["None", "1961-02-28", "1960-02-29"]
    assert table.columns[at["SCHLUESSEL"]].labels == (("1-3", "NORMAL"), ("9", "GESPERRT"))


def test_a_redefinition_that_nothing_decides_is_told() -> None:
    book = "01 S.\n 05 A PIC X(4).\n 05 B REDEFINES A PIC 9(4).\n"
    reading = _read(book, "1234".encode("cp273"))
    assert [c.name for c in reading.tables[0].columns] == ["A"]
    assert [f.code for f in reading.findings if f.severity == "warning"] == ["cobol.redefines"]


def test_a_copybook_of_another_name_holds_only_when_it_alone_fits() -> None:
    book, other = b"01 S. 05 A PIC X(4).", b"01 S. 05 A PIC X(6)."
    assert cobol.claims(Item.of("x.dat", b"1234" * 2, around=Beside(a_cpy=book, b_cpy=other)))
    assert not cobol.claims(Item.of("x.dat", b"1234" * 3, around=Beside(a_cpy=book, b_cpy=other)))
    assert not cobol.claims(Item.of("x.dat", b"12345", around=Beside(a_cpy=book)))
    assert not cobol.claims(Item.of("x.pdf", b"1234", around=Beside(x_cpy=book)))
    assert not cobol.claims(Item.of("x.dat", b"1234", around=Beside()))


def test_a_copybook_takes_in_the_one_that_it_copies() -> None:
    folder = Beside(x_cpy=b"       01 S.\n           COPY ADR.\n", ADR_cpy=b"           05 ORT PIC X(4).\n")
    assert cobol.read(Item.of("x.dat", "Ulm ".encode("cp273"), around=folder)).tables[0].rows == (("Ulm",),)


def test_a_data_file_without_a_copybook_says_what_to_do() -> None:
    with pytest.raises(Unreadable) as caught:
        cobol.read(Item.of("x.dat", b"1234"))
    assert ".cpy" in caught.value.hint.de


@pytest.mark.parametrize(
    ("text", "usage", "length", "scale"),
    [
        ("S9(7)V99", "COMP-3", 5, 2),
        ("S9(4)", "COMP", 2, 0),
        ("9(9)", "BINARY", 4, 0),
        ("S9(18)", "COMP", 8, 0),
        ("X(10)", "", 10, 0),
        ("ZZ.ZZ9,99-", "", 10, 0),
        ("SPP99", "COMP-3", 2, 4),
        ("N(5)", "", 10, 0),
    ],
)
def test_pictures_have_their_length_and_decimals(text: str, usage: str, length: int, scale: int) -> None:
    found = picture(text, usage)
    assert found is not None
    assert (found.length, found.scale) == (length, scale)


def test_only_the_file_section_of_a_program_describes_its_file() -> None:
    program = (
        "       IDENTIFICATION DIVISION.\n       DATA DIVISION.\n       FILE SECTION.\n       FD KUNDEN.\n"
        "       01 SATZ.\n           05 A PIC X(3).\n       WORKING-STORAGE SECTION.\n       01 W PIC X(99).\n"
        "       PROCEDURE DIVISION.\n           MOVE 1 TO A.\n"
    )
    assert _read(program, "abcdef".encode("cp273")).tables[0].rows == (("abc",), ("def",))
