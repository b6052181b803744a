from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hanse.records import Block, Column, Document, Origin, Place, Table
from hanse.search.passages import MOST_ROWS, MOST_WORDS, cut, rows

ORIGIN = Origin(1, "vertrag.docx")
SENTENCE = "Der Auftragnehmer liefert die Pumpe bis zum Ende des Monats frei Haus. "


def test_short_blocks_under_one_heading_become_one_passage_with_a_place_each() -> None:
    blocks = (
        Block("§ 3 Zahlung", Place(line=1), "heading"),
        Block("Zahlbar in 14 Tagen.", Place(line=2)),
        Block("Bei Verzug fallen Zinsen an.", Place(line=4, line_end=5)),
    )
    (passage,) = cut(Document("Mietvertrag", blocks), ORIGIN)
    assert passage.title == "Mietvertrag › § 3 Zahlung"
    assert passage.text == "§ 3 Zahlung\nZahlbar in 14 Tagen.\nBei Verzug fallen Zinsen an."
    assert passage.place_at(passage.text.index("Verzug")) == Place(line=4, line_end=5)
    assert passage.place_at(passage.text.index("Zahlbar")) == Place(line=2)
    assert (passage.place.line, passage.place.line_end) == (1, 5)


def test_no_passage_crosses_a_page() -> None:
    blocks = tuple(Block("Ein kurzer Satz.", Place(page=page)) for page in (1, 1, 2))
    assert [p.place.page for p in cut(Document("", blocks), ORIGIN)] == [1, 2]


def test_no_passage_crosses_a_part_or_sheet() -> None:
    places = (Place(part="header"), Place(part="text/plain"), Place(sheet="A"), Place(sheet="B"))
    assert len(cut(Document("", tuple(Block("Text.", p) for p in places)), ORIGIN)) == 4


def test_the_box_of_a_passage_holds_all_its_blocks() -> None:
    boxes = ((0.1, 0.1, 0.5, 0.2), (0.2, 0.2, 0.9, 0.3))
    (passage,) = cut(Document("", tuple(Block("Text.", Place(page=1, box=b)) for b in boxes)), ORIGIN)
    assert passage.place.box == (0.1, 0.1, 0.9, 0.3)


def test_a_long_block_is_cut_at_sentences() -> None:
    passages = cut(Document("", (Block(SENTENCE * 40, Place(line=1)),)), ORIGIN)
    assert all(p.text.endswith("Haus.") for p in passages)
    assert all(60 <= len(p.text.split()) <= MOST_WORDS for p in passages[:-1])
    assert sum(p.text.count("Pumpe") for p in passages) == 40


def test_a_new_heading_starts_a_new_passage_when_there_is_enough() -> None:
    heads = [Block(f"Abschnitt {n}", Place(line=n), "heading") for n in (1, 3, 5)]
    blocks = [block for head in heads for block in (head, Block(SENTENCE * 3, Place(line=9)))]
    passages = cut(Document("Angebot", tuple(blocks)), ORIGIN)
    assert [p.title for p in passages] == ["Angebot › Abschnitt 1", "Angebot › Abschnitt 3", "Angebot › Abschnitt 5"]


def test_a_document_of_headings_only_is_found_too() -> None:
    blocks = (Block("Angebot", Place(line=1), "heading"), Block("Pumpe", Place(line=2), "heading"))
    assert "Pumpe" in cut(Document("", blocks), ORIGIN)[0].text


def test_an_empty_document_has_no_passage() -> None:
    assert cut(Document("leer", (Block("  ", Place()),)), ORIGIN) == []


def test_records_read_as_a_person_would_write_them() -> None:
    columns = (
        Column("NAME", "Name", "text"),
        Column("B", "Betrag", "decimal"),
        Column("D", "Datum", "date"),
        Column("X", "", "boolean"),
    )
    cells = (("Müller", Decimal("1234.50"), date(2024, 3, 12), True), (None, None, None, None))
    table = Table("KUNDEN", "Kunden", columns, cells, (Place(table="KUNDEN", record=1), Place(record=2)))
    (passage,) = rows(table, ORIGIN)
    assert passage.text == "Name: Müller; Betrag: 1.234,50; Datum: 12.03.2024; X: ja"
    assert passage.place == Place(table="KUNDEN", record=1)
    assert (passage.title, passage.spans) == ("Kunden", ())


def test_a_huge_table_gives_its_first_records() -> None:
    count = MOST_ROWS + 5
    columns = (Column("N", "N", "integer"),)
    table = Table("T", "T", columns, tuple((n,) for n in range(count)), (Place(),) * count)
    assert len(rows(table, ORIGIN)) == MOST_ROWS


blocks_of_any_kind = st.lists(
    st.builds(
        Block,
        st.text(max_size=2000),
        st.builds(Place, page=st.integers(1, 3), line=st.integers(1, 99)),
        st.sampled_from(("text", "heading", "table")),
    ),
    max_size=20,
)


@given(blocks_of_any_kind)
def test_every_word_of_every_block_is_in_a_passage_at_its_place(blocks: list[Block]) -> None:
    passages = cut(Document("Titel", tuple(blocks)), ORIGIN)
    assert [w for p in passages for w in p.text.split()] == [w for b in blocks for w in b.text.split()]
    for passage in passages:
        assert [offset for offset, _ in passage.spans] == sorted({offset for offset, _ in passage.spans})
        assert passage.spans[0][0] == 0
        assert {place.page for _, place in passage.spans} == {passage.place.page}
