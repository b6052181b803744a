"""What the readers of data interchange share: data files that can be read, rules that lead somewhere, sums, values."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.readers import edifact, idoc, vda, x12
from hanse.readers._edi import codes, tables, values
from hanse.readers._edi.checks import Tally
from hanse.readers._edi.delimited import Separators, elements, segments
from hanse.readers._edi.grammar import Tree, grammar
from hanse.readers._edi.mapping import Mapping
from hanse.readers._edi.nodes import Node
from hanse.readers._edi.select import selector
from hanse.readers._edi.sums import check
from hanse.readers.edifact.dialect import known, span
from hanse.readers.edifact.letters import charsets
from hanse.readers.item import Item
from hanse.readers.vda.cut import cut
from hanse.records import Place, type_names
from hanse.words import Words

READERS = (edifact, x12, vda, idoc)
SEPARATORS = Separators(":", "+", "'", "?")
ROLES = {"", "key", "party", "amount", "quantity", "rate", "date", "code", "text", "flag"}


@pytest.mark.parametrize("reader", READERS, ids=lambda r: r.NAME)
def test_every_rule_of_a_mapping_names_a_column_and_can_be_read(reader: object) -> None:
    mapping = Mapping(f"hanse.readers.{reader.NAME}")  # type: ignore[attr-defined]
    assert "*" in mapping.kinds or reader is vda
    for kind in mapping.kinds.values():
        grammar(kind.grammar)
        for rules in kind.rules.values():
            assert all(not rule.codes or codes.labels(rule.codes) for rule in rules), kind.name


def test_the_common_columns_have_known_types_and_roles_and_unlike_names() -> None:
    for said in tables.layout().values():
        names = [column[0] for column in said["columns"]]
        assert len(names) == len(set(names))
        assert all(column[2] in type_names and column[3] in ROLES for column in said["columns"])


def test_every_code_list_that_a_column_names_has_codes() -> None:
    own = {"message", "schedule", "segment"}  # readers put their own in their place
    listed = {column[4] for said in tables.layout().values() for column in said["columns"] if len(column) > 4}
    assert all(codes.labels(name) for name in listed - own - {""})


def test_every_segment_of_the_edifact_grammars_has_a_name_or_is_rare() -> None:
    assert known("LIN").name == "Position"
    assert known("MOA").codes == "5025"
    assert all(codes.labels(known(tag).codes) for tag in ("DTM", "NAD", "QTY", "MOA", "PRI", "RFF", "FTX"))


def test_every_character_set_of_unb_is_known_to_python() -> None:
    assert all("ä".encode(codec, "replace") for codec, _ in charsets().values() if codec)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("12.50", "12.50"),
        ("12,50", "12.50"),
        ("12.50-", "-12.50"),
        ("-3", "-3"),
        ("+4", "4"),
        (",5", "0.5"),
        ("007", "7"),
    ],
)
def test_numbers_are_read_with_comma_or_point_and_minus_on_either_side(raw: str, value: str) -> None:
    assert values.decimal(raw) == Decimal(value)


@pytest.mark.parametrize("raw", ["", "1.234,56", "1020A", "$1.179", "--5", "-5-", "1" * 60, "²"])
def test_what_is_no_number_is_none(raw: str) -> None:
    assert values.decimal(raw) is None


@pytest.mark.parametrize(
    ("raw", "form", "first", "last"),
    [
        ("20261103", "102", date(2026, 11, 3), date(2026, 11, 3)),
        ("261103", "101", date(2026, 11, 3), date(2026, 11, 3)),
        ("031126", "2", date(2026, 11, 3), date(2026, 11, 3)),
        ("202611031430", "203", date(2026, 11, 3), date(2026, 11, 3)),
        ("202649", "616", date(2026, 11, 30), date(2026, 12, 6)),
        ("202602", "610", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026", "602", date(2026, 1, 1), date(2026, 12, 31)),
        ("20261101-20261130", "718", date(2026, 11, 1), date(2026, 11, 30)),
        ("2026110120261130", "711", date(2026, 11, 1), date(2026, 11, 30)),
    ],
)
def test_dates_and_periods_of_code_list_2379_are_read(raw: str, form: str, first: date, last: date) -> None:
    assert span(raw, form) == (first, last)


@given(
    st.lists(st.lists(st.text("ab:+'? äÄ.-,", max_size=8), min_size=1, max_size=4), min_size=1, max_size=4),
    st.sampled_from([SEPARATORS, Separators("=", "*", "~", "!"), Separators("\x1f", "\x1d", "\x1c", "?")]),
)
def test_what_is_written_with_release_characters_reads_back_the_same(
    written: list[list[str]], seps: Separators
) -> None:
    def released(text: str) -> str:
        marks = {seps.component, seps.element, seps.terminator, seps.release}
        return "".join(f"{seps.release}{c}" if c in marks else c for c in text)

    body = seps.element.join(seps.component.join(map(released, element)) for element in written)
    text = f"FTX{seps.element}{body}{seps.terminator}XYZ{seps.element}1{seps.terminator}"
    found = list(segments(text, seps))
    assert [segment.tag for segment in found] == ["FTX", "XYZ"]
    assert elements(found[0].text, seps)[1:] == written


@given(st.text("AB+'?\n\r", max_size=200))
def test_lines_of_segments_never_run_backwards_and_end_in_the_text(text: str) -> None:
    found = list(segments(text, SEPARATORS))
    assert all(one.line <= one.end for one in found)
    assert all(one.end <= other.line for one, other in pairwise(found))
    assert all(segment.end <= text.count("\n") + text.count("\r") + 1 for segment in found)


def test_a_group_goes_where_the_order_says_and_else_where_it_is_known() -> None:
    tree = Tree(Node("UNH", []), "X", grammar("BGM NAD(RFF) LIN(QTY PRI MOA) UNS(MOA)"))
    for tag in ("BGM", "NAD", "RFF", "LIN", "PRI", "MOA", "QTY", "LIN", "UNS", "MOA", "ZZZ"):
        tree.put(Node(tag, []))
    root = tree.message.root
    first, second = root.kids["LIN"]
    assert sorted(first.kids) == ["MOA", "PRI", "QTY"]  # QTY out of order
    assert not second.kids
    assert list(root.kids["UNS"][0].kids) == ["MOA"]
    assert [node.tag for node in tree.strays] == ["ZZZ"]


def test_a_rule_that_cannot_be_read_says_so() -> None:
    with pytest.raises(ValueError, match="mapping rule"):
        selector("lin@1")


def test_sums_that_do_not_agree_are_failed_checks_and_findings() -> None:
    tally = Tally("edifact")
    head: tables.Row = {
        "Positionssumme": Decimal(100),
        "Netto": Decimal(90),
        "Steuer": Decimal(19),
        "Brutto": Decimal(119),
    }
    check(tally, head, [{"Positionsbetrag": Decimal(99)}], [], Place(record=1))
    assert [(c.code, c.held) for c in tally.checks()] == [
        ("edifact.sum.lines", False),
        ("edifact.sum.net", False),
        ("edifact.sum.gross", False),
    ]
    assert [f.severity for f in tally.findings()] == ["warning"] * 3


def test_checks_that_held_are_told_as_one() -> None:
    tally = Tally("x")
    for number in range(5):
        tally.same("count", Words("Zahl", "count"), number, number, Place(record=number))
    assert [(c.held, c.expected) for c in tally.checks()] == [(True, "5")]


def test_no_reader_claims_what_another_reads() -> None:
    for data in (b"<?xml version='1.0'?><Invoice/>", b"%PDF-1.7", b"PK\x03\x04", b"Name;Ort\nA;B\n", b"51;1;x\n"):
        assert [reader.sniff(data, "datei.txt") for reader in READERS] == [0, 0, 0, 0]


def test_records_of_vda_are_128_characters_with_and_without_line_breaks() -> None:
    record = f"51102{'A' * 123}"
    assert len(cut(record.encode() * 3).records) == 3
    assert len(cut(b"\r\n".join([record.encode()] * 3)).records) == 3


def test_a_file_on_disk_is_read_like_bytes(tmp_path: object) -> None:
    del tmp_path
    item = Item.of("a.edi", b"UNB+UNOA:1+A+B+261103:0915+1'UNZ+0+1'")
    assert edifact.read(item).counts.out == 2
