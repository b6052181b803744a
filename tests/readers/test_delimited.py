"""CSV as firms export it: what is found out, what is rejected and never lost."""

import pytest

from hanse.readers import csv
from hanse.readers.item import Item
from hanse.records import Reading


def reading(text: str, encoding: str = "utf-8") -> Reading:
    return csv.read(Item.of("daten.csv", text.encode(encoding)))


def codes(found: Reading) -> list[str]:
    return [finding.code for finding in found.findings]


@pytest.mark.parametrize("delimiter", [";", "\t", "|", ","])
def test_each_usual_delimiter_is_found(delimiter: str) -> None:
    rows = [("Name", "Ort", "Wert"), ("Müller", "Köln", "5"), ("Meier", "Bonn", "7")]
    found = reading("\n".join(delimiter.join(row) for row in rows))
    assert len(found.tables[0].columns) == 3
    assert len(found.tables[0].rows) == 2


def test_decimal_commas_do_not_pass_for_delimiters() -> None:
    found = reading("Art;Preis\na;1,50\nb;2,50\nc;3,50\n")
    assert [c.name for c in found.tables[0].columns] == ["Art", "Preis"]


def test_a_row_with_a_wrong_number_of_fields_is_rejected_with_its_raw_text() -> None:
    found = reading("Nr;Name;Ort\n1;a;b\n2;zu wenig\n3;c;d\n4;e;f\n5;x;y;zu viel\n")
    raws = [f.raw for f in found.findings if f.code == "csv.fields"]
    assert raws == ["2;zu wenig", "5;x;y;zu viel"]
    assert (found.counts.in_, found.counts.out, found.counts.rejected) == (5, 3, 2)


def test_an_empty_field_too_many_at_the_end_does_no_harm() -> None:
    found = reading("Nr;Name\n1;a;\n2;b;\n3;c\n")
    assert found.counts.out == 3
    assert found.counts.rejected == 0


def test_a_quote_that_is_never_closed_costs_one_line_only() -> None:
    found = reading('Nr;Name;Ort\n1;"a;b\n2;c;d\n3;e;f\n4;g;h\n')
    assert found.counts.out == 4


def test_line_breaks_inside_quotes_keep_their_row_together() -> None:
    found = reading('Nr;Text\n1;"zwei\nZeilen"\n2;eine\n')
    assert found.tables[0].rows[0][1] == "zwei\nZeilen"
    assert (found.tables[0].places[0].line, found.tables[0].places[0].line_end) == (2, 3)
    assert found.tables[0].places[1].line == 4


def test_text_above_the_header_becomes_text() -> None:
    found = reading(
        "Umsätze 2024;\nKonto;DE02\n\nTag;Zweck;Betrag\n01.02.2024;Miete;-1.000,00\n02.02.2024;Strom;-80,50\n"
    )
    assert [b.text for b in found.documents[0].blocks] == ["Umsätze 2024", "Konto DE02"]
    assert [c.type for c in found.tables[0].columns] == ["date", "text", "decimal"]


def test_what_was_assumed_is_reported() -> None:
    found = reading("Größe;Preis;Tag\n5;1,50;01.02.2024\n6;2,50;02.02.2024\n", "cp1252")
    assert {"csv.encoding", "csv.delimiter", "csv.header", "csv.decimal", "csv.dates"} <= set(codes(found))


def test_thousands_of_broken_rows_are_all_kept_in_findings() -> None:
    rows = "".join(f"{n};a;b\n" for n in range(3000)) + "".join(f"{n};kaputt\n" for n in range(1500))
    found = reading("Nr;Name;Ort\n" + rows)
    assert found.counts.rejected == 1500
    assert sum(f.raw.count("kaputt") for f in found.findings) == 1500


def test_a_file_of_one_column_is_text() -> None:
    found = reading("Müller\nMeier\nSchulze\n")
    assert not found.tables
    assert len(found.documents[0].blocks) == 3


def test_an_empty_file_is_read_as_nothing() -> None:
    assert reading("").counts.in_ == 0


def test_a_file_with_nothing_but_a_header_has_a_table_without_rows() -> None:
    found = reading("Nr;Name;Ort\n")
    assert [c.name for c in found.tables[0].columns] == ["Nr", "Name", "Ort"]
