"""The law of the GDPdU reader: what a package says in any form that occurs in the wild, it says to us."""

import tempfile
from datetime import date
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanse.readers import gdpdu
from hanse.readers.item import Item
from hanse.records import Cell, Reading

Row = tuple[str | None, int, Decimal, date | None, Decimal]
LETTERS = "abcXYZäöüÄÖÜß09 .-/&<>§'"
EPOCH = 50


class Form(NamedTuple):
    """One way to write a package."""

    flag: str
    encoding: str
    delimiter: str
    end: str
    quote: str
    symbols: tuple[str, str]
    header: str
    date: str
    trailing: bool
    doctype: str
    fixed: bool
    deviation: bool


forms = st.builds(
    Form,
    flag=st.sampled_from(["ANSI", "OEM", "UTF8", "Macintosh", "UTF16", ""]),
    encoding=st.just(""),
    delimiter=st.sampled_from([";", ",", "\t", "|", "||", "|C|"]),
    end=st.sampled_from(["\r\n", "\n", "\r", "|R|"]),
    quote=st.sampled_from(['"', "'", "", "|E|", "'''"]),
    symbols=st.sampled_from([(",", "."), (".", ","), (",", ""), (".", " "), (".", "")]),
    header=st.sampled_from(["none", "range", "silent"]),
    date=st.sampled_from(["DD.MM.YYYY", "YYYYMMDD", "YYYY-MM-DD", "DD/MM/YY", "YYMMDD"]),
    trailing=st.booleans(),
    doctype=st.sampled_from(
        ['<!DOCTYPE DataSet SYSTEM "gdpdu-01-09-2004.dtd">', '<!DOCTYPE DataSet SYSTEM "GDPDU-01-08-2002.DTD">', ""]
    ),
    fixed=st.booleans(),
    deviation=st.booleans(),
)
ENCODINGS = {
    "ANSI": "cp1252",
    "OEM": "cp850",
    "UTF8": "utf-8",
    "Macintosh": "mac_roman",
    "UTF16": "utf-16",
    "": "cp1252",
}
days = st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2049, 12, 31)))
texts = st.text(LETTERS, max_size=12).map(lambda t: t.strip(" -./") or None)
amounts = st.decimals(-(10**7), 10**7, places=2, allow_nan=False, allow_infinity=False)
row = st.tuples(texts, st.integers(0, 10**6), amounts, days, amounts)
rows = st.lists(row, min_size=1, max_size=8)
NAMES = ("Bezeichnung", "Menge", "Betrag", "Tag", "Wert")


def figure(value: Decimal, symbols: tuple[str, str], *, behind: bool) -> str:
    text = f"{abs(value):,.2f}".replace(",", "\0").replace(".", symbols[0]).replace("\0", symbols[1])
    sign = "-" if value < 0 else ""
    return f"{text}{sign}" if behind else f"{sign}{text}"


def told(day: date | None, form: str) -> str:
    if day is None:
        return form.replace("D", "0").replace("M", "0").replace("Y", "0")
    parts = (("YYYY", f"{day:%Y}"), ("YY", f"{day:%y}"), ("MM", f"{day:%m}"), ("DD", f"{day:%d}"))
    for token, text in parts:
        form = form.replace(token, text)
    return form


def fields(record: Row, form: Form) -> list[str]:
    text, menge, amount, day, value = record
    implied = f"{int(value.scaleb(2))}"
    return [text or "", str(menge), figure(amount, form.symbols, behind=form.trailing), told(day, form.date), implied]


def body(records: list[Row], form: Form) -> str:
    lines = [fields(record, form) for record in records]
    if form.header != "none":
        lines.insert(0, list(NAMES))
    out = []
    for number, line in enumerate(lines):
        parts = [f"{form.quote}{line[0].replace(form.quote, form.quote * 2) if form.quote else line[0]}{form.quote}"]
        tail = form.delimiter if form.trailing and number else ""
        out.append(form.delimiter.join(parts + line[1:]) + tail + form.end)
    return "".join(out)


def described(form: Form) -> str:
    kinds = (
        "<AlphaNumeric/>",
        "<Numeric/>",
        "<Numeric><Accuracy>2</Accuracy></Numeric>",
        f"<Date><Format>{form.date}</Format></Date>",
        "<Numeric><ImpliedAccuracy>2</ImpliedAccuracy></Numeric>",
    )
    widths, at = (14, 10, 16, 12, 14), 1
    columns = ""
    tag = "FixedColumn" if form.fixed else "VariableColumn"
    for name, kind, width in zip(NAMES, kinds, widths, strict=True):
        span = f"<FixedRange><From>{at}</From><Length>{width}</Length></FixedRange>" if form.fixed else ""
        columns += f"<{tag}><Name>{name}</Name>{kind}{span}</{tag}>"
        at += width
    decimal, grouping = (escape(symbol) for symbol in form.symbols)
    group = "ThousandsSeparator" if form.deviation else "DigitGroupingSymbol"
    numbers = f"<DecimalSymbol>{decimal}</DecimalSymbol><{group}>{grouping}</{group}>"
    first = "<Range><From>2</From></Range>" if form.header == "range" else ""
    flag = f"<{form.flag}/>" if form.flag else ""
    end = "".join(f"&#{ord(ch)};" for ch in form.end)
    delimiters = f"<ColumnDelimiter>{form.delimiter}</ColumnDelimiter>" if not form.fixed else ""
    quotes = f"<TextEncapsulator>{escape(form.quote)}</TextEncapsulator>" if not form.fixed else ""
    shape = "FixedLength" if form.fixed else "VariableLength"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{form.doctype}<DataSet><Media><Name>M</Name><Table>'
        f"<URL>daten\\Tabelle.TXT</URL>{flag}{numbers}{first}<Epoch>{EPOCH}</Epoch><{shape}>{delimiters}"
        f"<RecordDelimiter>{end}</RecordDelimiter>{quotes}{columns}</{shape}></Table></Media></DataSet>"
    )


def in_columns(records: list[Row], form: Form) -> str:
    lines = [fields(record, form) for record in records]
    if form.header == "range":
        lines.insert(0, list(NAMES))
    widths = (14, 10, 16, 12, 14)
    return "".join("".join(f.ljust(w) for f, w in zip(line, widths, strict=True)) + form.end for line in lines)


def written(records: list[Row], form: Form) -> Reading:
    text = in_columns(records, form) if form.fixed else body(records, form)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "daten").mkdir()
        (root / "INDEX.XML").write_text(described(form), encoding="utf-8")
        (root / "daten" / "tabelle.txt").write_bytes(text.encode(ENCODINGS[form.flag]))
        item = Item.at(root / "daten" / "tabelle.txt", root=root)
        assert gdpdu.claims(item)
        return gdpdu.read(item)


def clear(form: Form, records: list[Row]) -> bool:
    """Say whether a form can be told apart at all: no delimiter may be part of an unquoted value."""
    if form.fixed:
        return not (form.flag == "UTF8" and any(not (r[0] or "").isascii() for r in records))
    plain = "".join("".join(fields(record, form)[1:]) for record in records)
    marks = {*form.delimiter, *form.end} - {"C", "R"}
    inner = "".join(record[0] or "" for record in records)
    loose = set(plain) | (set(inner) if not form.quote else set()) | set("".join(NAMES))
    if len(form.quote) > 1 and set(form.quote) & set(inner):
        return False
    return not marks & loose and form.delimiter[:1] != form.quote[:1]


def same(records: list[Row], form: Form) -> None:
    if not clear(form, records):
        return
    reading = written(records, form)
    (table,) = reading.tables
    expected: list[tuple[Cell, ...]] = [(" ".join([r[0]]) if r[0] else None, *r[1:]) for r in records]
    assert list(table.rows) == expected, (form, reading.findings)
    assert (reading.counts.in_, reading.counts.rejected) == (len(records), 0)


@settings(max_examples=100, deadline=None, database=None, suppress_health_check=(HealthCheck.too_slow,))
@given(rows, forms)
def test_what_is_written_in_any_form_reads_back_the_same(records: list[Row], form: Form) -> None:
    same(records, form)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_what_is_written_in_any_form_reads_back_the_same_however_often() -> None:
    @settings(max_examples=5000, deadline=None, database=None, suppress_health_check=(HealthCheck.too_slow,))
    @given(rows, forms)
    def law(records: list[Row], form: Form) -> None:
        same(records, form)

    law()
