"""GDPdU packages: what is written reads back the same whatever the form, and what is wrong is told, with its place."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from hanse.errors import Unreadable
from hanse.readers import best, gdpdu
from hanse.readers.item import Item
from hanse.records import Check, Finding, Reading, Table

COLUMNS = "<VariableColumn><Name>Text</Name><AlphaNumeric/></VariableColumn>"
NUMBER = "<VariableColumn><Name>Zahl</Name><Numeric><Accuracy>2</Accuracy></Numeric></VariableColumn>"
DAY = "<VariableColumn><Name>Tag</Name><Date/></VariableColumn>"


def index(table: str, *, head: str = "", encoding: str = "UTF-8") -> bytes:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{head}<DataSet><Version>1.0</Version><DataSupplier/><Media>'
    return f"{text}<Name>CD</Name>{table}</Media></DataSet>".encode(encoding)


def variable(inner: str, *, before: str = "", url: str = "a.csv", name: str = "Tab") -> str:
    return f"<Table><URL>{url}</URL><Name>{name}</Name>{before}<VariableLength>{inner}</VariableLength></Table>"


def folder(where: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        path = where / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return where


def read(where: Path, described: bytes, data: bytes | str, name: str = "a.csv") -> Reading:
    raw = data if isinstance(data, bytes) else data.encode("cp1252")
    folder(where, {"index.xml": described, name: raw})
    item = Item.at(where / name, root=where)
    assert best(item).NAME == "gdpdu"
    reading = gdpdu.read(item)
    assert reading.counts.in_ == reading.counts.out + reading.counts.rejected
    return reading


def only(reading: Reading) -> Table:
    (table,) = reading.tables
    return table


def said(reading: Reading) -> dict[str, Finding]:
    return {finding.code.removeprefix("gdpdu."): finding for finding in reading.findings}


def checked(reading: Reading) -> dict[str, Check]:
    return {check.code.removeprefix("gdpdu."): check for check in reading.checks}


def test_an_index_that_is_no_gdpdu_claims_nothing(tmp_path: Path) -> None:
    folder(tmp_path, {"index.xml": b"<sitemap><Table><URL>a.csv</URL></Table></sitemap>", "a.csv": b"a;b\n1;2\n"})
    assert best(Item.at(tmp_path / "a.csv")).NAME == "csv"
    assert gdpdu.sniff(b"<sitemap/>", "index.xml") == 0


def test_a_file_that_nothing_describes_is_not_claimed(tmp_path: Path) -> None:
    folder(tmp_path, {"index.xml": index(variable(COLUMNS)), "b.csv": b"a;b\n1;2\n"})
    item = Item.at(tmp_path / "b.csv")
    assert not gdpdu.claims(item)
    with pytest.raises(Unreadable):
        gdpdu.read(item)


def test_the_index_in_a_folder_above_describes_files_in_whatever_case(tmp_path: Path) -> None:
    described = index(variable(COLUMNS, url="Daten\\A.CSV"))
    assert only(read(tmp_path, described, "x\r\n", name="daten/a.csv")).rows == (("x",),)


def test_a_file_may_lie_in_a_folder_of_its_medium(tmp_path: Path) -> None:
    assert only(read(tmp_path, index(variable(COLUMNS)), "x\r\n", name="cd/a.csv")).rows == (("x",),)


def test_an_escaped_url_finds_its_file(tmp_path: Path) -> None:
    assert only(read(tmp_path, index(variable(COLUMNS, url="a%20b.csv")), "x\r\n", name="a b.csv")).rows == (("x",),)


def test_a_changed_index_counts_at_once(tmp_path: Path) -> None:
    read(tmp_path, index(variable(COLUMNS)), "1,50\r\n")
    assert only(read(tmp_path, index(variable(NUMBER)), "1,50\r\n")).rows == ((Decimal("1.50"),),)


def test_ways_out_of_the_package_are_refused(tmp_path: Path) -> None:
    inner = tmp_path / "export"
    folder(tmp_path, {"geheim.csv": b"x\r\n"})
    urls = ("../geheim.csv", "file:///etc/passwd", "\\\\server\\share\\a.csv")
    tables = "".join(variable(COLUMNS, url=url, name=f"T{n}") for n, url in enumerate(urls))
    folder(inner, {"index.xml": index(tables)})
    reading = gdpdu.read(Item.at(inner / "index.xml", alone=True))
    assert reading.inside == ()
    assert {f.code for f in reading.findings if f.severity == "error"} == {"gdpdu.escapes", "gdpdu.scheme"}


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE DataSet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    folder(tmp_path, {"index.xml": index(variable(COLUMNS, name="&b;"), head=bomb), "a.csv": b"x"})
    assert not gdpdu.claims(Item.at(tmp_path / "a.csv"))
    with pytest.raises(Unreadable):
        gdpdu.read(Item.at(tmp_path / "index.xml"))


def test_a_record_with_too_few_fields_is_rejected_with_its_text(tmp_path: Path) -> None:
    reading = read(tmp_path, index(variable(COLUMNS + NUMBER + DAY)), "a;1;01.02.2024\r\nb;2\r\nc;3;02.02.2024\r\n")
    assert [row[0] for row in only(reading).rows] == ["a", "c"]
    assert (said(reading)["rejected"].raw, said(reading)["rejected"].place.line) == ("b;2", 2)


def test_a_delimiter_in_a_text_without_quotes_is_put_back_where_only_one_way_fits(tmp_path: Path) -> None:
    reading = read(tmp_path, index(variable(NUMBER + COLUMNS + DAY)), "1;Kaffee; groß;01.02.2024\r\n")
    assert only(reading).rows == ((Decimal(1), "Kaffee; groß", date(2024, 2, 1)),)
    assert said(reading)["absorbed"].raw == "1;Kaffee; groß;01.02.2024"


def test_two_columns_that_could_hold_it_leave_it_rejected(tmp_path: Path) -> None:
    reading = read(tmp_path, index(variable(COLUMNS + COLUMNS.replace("Text", "Mehr"))), "a;b;c\r\n")
    assert reading.counts.rejected == 1


def test_a_delimiter_at_the_end_of_each_line_does_no_harm(tmp_path: Path) -> None:
    reading = read(tmp_path, index(variable(COLUMNS + NUMBER)), "a;1;\r\nb;2;\r\n")
    assert [row[1] for row in only(reading).rows] == [1, 2]
    assert said(reading)["trailing"].severity == "info"


def test_quotes_inside_a_quoted_text_are_letters(tmp_path: Path) -> None:
    reading = read(tmp_path, index(variable(COLUMNS + NUMBER)), '"Rohr 5" lang";1\r\n5" Rohr;2\r\n"a""b";3\r\n')
    assert [row[0] for row in only(reading).rows] == ['Rohr 5" lang', '5" Rohr', 'a"b']


def test_a_quote_that_is_never_closed_costs_one_record_at_most(tmp_path: Path) -> None:
    reading = read(tmp_path, index(variable(COLUMNS + NUMBER)), '"offen;1\r\nb;2\r\nc;3\r\n')
    assert [row[1] for row in only(reading).rows] == [1, 2, 3]
    assert "open_quote" in said(reading)


@pytest.mark.parametrize(("text", "value"), [("12,50-", "-12.50"), ("+7", "7"), ("1.234,5", "1234.5"), ("3,00 €", "3")])
def test_numbers_as_people_write_them(tmp_path: Path, text: str, value: str) -> None:
    assert only(read(tmp_path, index(variable(NUMBER)), f"{text}\r\n")).rows == ((Decimal(value),),)


def test_a_number_column_with_a_word_stays_text(tmp_path: Path) -> None:
    reading = read(tmp_path, index(variable(NUMBER)), "1,00\r\nviel\r\n")
    assert only(reading).rows == (("1,00",), ("viel",))
    assert said(reading)["not_a_value"].place.record == 2


def test_more_decimals_than_stated_are_kept_and_told(tmp_path: Path) -> None:
    reading = read(tmp_path, index(variable(NUMBER)), "1,2345\r\n")
    assert only(reading).rows == ((Decimal("1.2345"),),)
    assert "more_decimals" in said(reading)


def test_a_decimal_point_where_a_comma_was_announced_is_understood_and_told(tmp_path: Path) -> None:
    reading = read(tmp_path, index(variable(NUMBER)), "1.50\r\n1234.00\r\n1.234\r\n")
    assert [row[0] for row in only(reading).rows] == [Decimal("1.50"), Decimal(1234), Decimal("1.234")]
    assert said(reading)["symbols"].severity == "warning"


def test_empty_days_are_none(tmp_path: Path) -> None:
    reading = read(tmp_path, index(variable(COLUMNS + DAY)), "a;00.00.0000\r\nb;  .  .    \r\nc;\r\nd;29.02.2024\r\n")
    assert [row[1] for row in only(reading).rows] == [None, None, None, date(2024, 2, 29)]


def test_leading_zeros_of_account_numbers_are_kept(tmp_path: Path) -> None:
    columns = "<VariableColumn><Name>Konto</Name><Numeric/></VariableColumn>"
    assert only(read(tmp_path, index(variable(columns)), "01200\r\n8400\r\n")).rows == (("01200",), ("8400",))


@pytest.mark.parametrize(
    ("flag", "real"), [("<ANSI/>", "utf-8"), ("<ANSI/>", "cp850"), ("<UTF8/>", "cp1252"), ("<OEM/>", "cp1252")]
)
def test_another_encoding_than_stated_is_found_by_its_umlauts(tmp_path: Path, flag: str, real: str) -> None:
    reading = read(tmp_path, index(variable(COLUMNS, before=flag)), "Müller Größe Öl\r\nÄpfel\r\n".encode(real))
    assert [row[0] for row in only(reading).rows] == ["Müller Größe Öl", "Äpfel"]
    assert said(reading)["encoding"].severity == "warning"


@pytest.mark.parametrize("real", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_read_with_and_without_its_mark(tmp_path: Path, real: str) -> None:
    reading = read(tmp_path, index(variable(COLUMNS, before="<UTF16/>")), "Müller\r\nGroß\r\n".encode(real))
    assert only(reading).rows == (("Müller",), ("Groß",))


def test_a_header_line_without_range_is_no_record(tmp_path: Path) -> None:
    reading = read(tmp_path, index(variable(COLUMNS + NUMBER)), "TEXT;Zahl\r\na;1\r\n")
    assert (reading.counts.in_, said(reading)["header"].place.line) == (1, 1)


def test_a_range_that_hides_a_record_is_told(tmp_path: Path) -> None:
    described = index(variable(COLUMNS + NUMBER, before="<Range><From>2</From></Range>"))
    assert said(read(tmp_path, described, "a;1\r\nb;2\r\n"))["range_hides"].raw == "a;1"


def test_a_range_counts_records_and_ends_with_its_last(tmp_path: Path) -> None:
    described = index(variable(COLUMNS, before="<Range><From>2</From><Length>2</Length></Range>"))
    reading = read(tmp_path, described, "a\r\nb\r\nc\r\nd\r\n")
    assert [place.record for place in only(reading).places] == [2, 3]
    assert said(reading)["beyond"].place.record == 4


def test_a_key_described_twice_is_one_column_when_the_data_have_it_once(tmp_path: Path) -> None:
    key = COLUMNS.replace("VariableColumn", "VariablePrimaryKey")
    table = only(read(tmp_path, index(variable(key + COLUMNS + NUMBER)), "a;1\r\nb;2\r\n"))
    assert [c.name for c in table.columns] == ["Text", "Zahl"]
    assert table.keys == ("Text",)


def test_a_key_that_comes_twice_fails_its_check(tmp_path: Path) -> None:
    key = COLUMNS.replace("VariableColumn", "VariablePrimaryKey")
    check = checked(read(tmp_path, index(variable(key)), "a\r\nb\r\na\r\n"))["key"]
    assert (check.held, check.place.record) == (False, 3)


def test_an_alias_leads_a_foreign_key_to_another_column(tmp_path: Path) -> None:
    key = "<VariablePrimaryKey><Name>Nr</Name><AlphaNumeric/></VariablePrimaryKey>"
    foreign = "<ForeignKey><Name>Text</Name><References>ziel</References><Alias><From>Text</From><To>Nr</To></Alias>"
    folder(tmp_path, {"b.csv": b"x\r\ny\r\n"})
    tables = variable(f"{COLUMNS}{foreign}</ForeignKey>") + variable(key, url="b.csv", name="Ziel")
    reading = read(tmp_path, index(tables), "x\r\ny\r\nz\r\n")
    assert (only(reading).foreign[0].table, only(reading).foreign[0].to) == ("Ziel", ("Nr",))
    assert (checked(reading)["foreign"].held, checked(reading)["foreign"].place.record) == (False, 3)


def test_days_outside_the_stated_period_fail_its_check(tmp_path: Path) -> None:
    period = "<Validity><Range><From>01.01.2024</From><To>31.12.2024</To></Range></Validity>"
    check = checked(read(tmp_path, index(variable(DAY, before=period)), "31.12.2024\r\n01.01.2025\r\n"))["period"]
    assert (check.held, check.place.record) == (False, 2)


def test_debit_equals_credit_for_each_booking_number(tmp_path: Path) -> None:
    names = ("Buchungsnr", "Soll", "Haben")
    columns = "".join(NUMBER.replace("Zahl", name) for name in names)
    check = checked(read(tmp_path, index(variable(columns)), "1;10;0\r\n1;0;10\r\n2;5;4\r\n"))["debit_credit"]
    assert (check.held, check.place.record) == (False, 3)


def test_the_same_file_described_twice_alike_counts_once(tmp_path: Path) -> None:
    reading = read(tmp_path, index(variable(COLUMNS) + variable(COLUMNS, name="Noch einmal")), "a\r\n")
    assert (len(reading.tables), "repeated_description" in said(reading)) == (1, True)


def test_one_file_with_two_ranges_gives_two_tables(tmp_path: Path) -> None:
    first = variable(COLUMNS, before="<Range><From>1</From><To>1</To></Range>")
    reading = read(
        tmp_path, index(first + variable(NUMBER, before="<Range><From>2</From></Range>", name="B")), "a\r\n1\r\n"
    )
    assert [table.rows for table in reading.tables] == [(("a",),), ((Decimal(1),),)]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_another_record_end_than_stated_is_found(tmp_path: Path, end: str) -> None:
    described = index(variable(f"<RecordDelimiter>{'|' if end == '|' else '&#13;&#10;'}</RecordDelimiter>{COLUMNS}"))
    reading = read(tmp_path, described, f"a{end}b{end}")
    assert [place.line for place in only(reading).places] == [1, 2]
    assert ("record_end" in said(reading)) == (end != "\r\n")


def test_bytes_before_the_first_record_are_skipped_and_their_lines_count(tmp_path: Path) -> None:
    table = only(read(tmp_path, index(variable(COLUMNS, before="<SkipNumBytes>6</SkipNumBytes>")), "KOPF\r\na\r\n"))
    assert (table.rows, table.places[0].line, table.places[0].record) == ((("a",),), 2, 1)


def test_a_table_without_columns_is_named_by_its_header(tmp_path: Path) -> None:
    described = index("<Table><URL>a.csv</URL><Name>Tab</Name></Table>")
    table = only(read(tmp_path, described, "Artikel;Preis\r\nTasse;1,50\r\nTeller;12,00\r\n"))
    assert [(c.name, c.type) for c in table.columns] == [("Artikel", "text"), ("Preis", "decimal")]


def test_a_fixed_width_in_letters_is_told_from_one_in_bytes(tmp_path: Path) -> None:
    spans = (("A", 1, 6), ("B", 7, 9))
    columns = "".join(
        f"<FixedColumn><Name>{n}</Name><AlphaNumeric/><FixedRange><From>{a}</From><To>{b}</To></FixedRange></FixedColumn>"
        for n, a, b in spans
    )
    described = index(f"<Table><URL>a.csv</URL><UTF8/><FixedLength>{columns}</FixedLength></Table>")
    by_letters = read(tmp_path, described, "Müller001\r\nMeier 002\r\n".encode())
    assert [row[1] for row in only(by_letters).rows] == ["001", "002"]
    by_bytes = read(tmp_path / "b", described, "Mülle001\r\nMeier 002\r\n".encode())
    assert [row[1] for row in only(by_bytes).rows] == ["001", "002"]


def test_the_index_alone_has_its_files_inside(tmp_path: Path) -> None:
    folder(tmp_path, {"index.xml": index(variable(COLUMNS)), "a.csv": b"x\r\n"})
    reading = gdpdu.read(Item.at(tmp_path / "index.xml", alone=True))
    assert [(inside.name, inside.beside) for inside in reading.inside] == [("a.csv", True)]
    assert gdpdu.read(Item.at(tmp_path / "index.xml")).inside == ()
