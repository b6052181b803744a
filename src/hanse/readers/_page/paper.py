"""The pages of one paper to a document, its tables and findings. PDF and image readers end here."""

import re
from collections import Counter
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from hanse.readers import _invoice
from hanse.readers._page import finish, head, items, paragraphs, plain_tables, unheaded
from hanse.readers._page.items import Items
from hanse.readers._page.labels import is_value
from hanse.readers._page.words import Line, Sheet, Word, lines
from hanse.records import Block, Document, Finding, Place, Table
from hanse.words import Words

Page = tuple[Sheet, list[Line]]
_DIGITS = re.compile(r"\d+")


class Xml(Enum):
    """What an attached e-invoice holds of what is printed."""

    NONE = "no e-invoice"
    HEAD = "the head only"
    LINES = "head and lines"


class Paper(NamedTuple):
    """What the pages say."""

    document: Document
    tables: tuple[Table, ...]
    findings: tuple[Finding, ...]


def read(sheets: Sequence[Sheet], turned: Sequence[tuple[Sheet, Word]], *, title: str, xml: Xml = Xml.NONE) -> Paper:
    """Return the document, the tables and the findings of some pages.

    turned: words that don't run from left to right; they become a paragraph at the end of their page.
    xml: what an attached e-invoice holds. It counts, so the printed head is no table then, and printed items get
    another name unless the e-invoice has none (the profiles MINIMUM and BASIC WL).
    """
    pages: list[Page] = [(sheet, lines(sheet.words)) for sheet in sheets]
    found = items.find(pages, _running(pages)) or _unheaded(pages)
    grids = plain_tables.find(pages, found)
    tables, findings = _item_tables(pages, found, xml)
    tables += [made.table for made in grids if made.table]
    findings += [f for made in grids for f in made.findings]
    taken = _taken(found, grids)
    blocks: list[Block] = []
    for page in pages:
        blocks += _page_blocks(page, taken.get(page[0].number, []), [w for s, w in turned if s is page[0]])
    return Paper(Document(title or _title(blocks), tuple(blocks)), tuple(tables), tuple(findings))


def _unheaded(pages: Sequence[Page]) -> list[Items]:
    """Return the items of an invoice that prints no column headings."""
    if not pages or head.kind(pages[0][1]) != _invoice.LINES_NAME:
        return []
    found = (unheaded.find(sheet, rows) for sheet, rows in pages[:3])
    return [entry for entry in [next((f for f in found if f), None)] if entry]


def _running(pages: Sequence[Page]) -> frozenset[str]:
    """Return the texts of page headers and footers: lines that come again at the same height on most pages."""
    if len(pages) < 2:
        return frozenset()
    seen: Counter[tuple[str, int]] = Counter()
    texts: dict[tuple[str, int], set[str]] = {}
    for sheet, rows in pages:
        for line in rows:
            if line.y0 < 0.15 * sheet.height or line.y1 > 0.88 * sheet.height:
                figures = sum(1 for s in line.segments if is_value(s.text))
                text = line.text if figures > 1 else _DIGITS.sub("#", line.text)
                key = (text, round(line.y0 / 4))
                seen[key] += 1
                texts.setdefault(key, set()).add(line.text)
    often = [key for key, count in seen.items() if count >= max(2, 0.6 * len(pages))]
    return frozenset(text for key in often for text in texts[key])


def _item_tables(pages: list[Page], found: Sequence[Items], xml: Xml) -> tuple[list[Table], list[Finding]]:
    name = head.kind(pages[0][1]) if pages else ""
    facts = head.facts(pages[:2] + pages[2:][-1:]) if name in {"", _invoice.LINES_NAME} else {}
    number = facts["Rechnungsnummer"].value if "Rechnungsnummer" in facts else None
    is_invoice = name == _invoice.LINES_NAME and ("Brutto" in facts or "Netto" in facts or bool(found))
    credit = bool(pages) and head.is_credit(pages[0][1])
    tables = [head.table(facts, credit=credit)] if is_invoice and facts and xml is Xml.NONE else []
    findings: list[Finding] = []
    for entry in found:
        priced = bool({h.role for h in entry.grid.headings} & {"Einzelpreis", "Positionsbetrag"})
        own = (name or "positionen") if priced or len(found) == 1 else "stückliste"
        own = f"gedruckte_{own}" if xml is Xml.LINES else own
        table, unclear = finish.table(entry, own, str(number) if number else None, credit=credit)
        tables.append(table)
        findings += unclear
    if xml is Xml.LINES and found:
        findings.append(_printed_twice(finish.place(found[0].rows[0])))
    return tables, findings


def _printed_twice(place: Place) -> Finding:
    return Finding(
        "page.printed_items",
        "info",
        Words(
            "Die gedruckten Positionen stehen auch in der angehängten E-Rechnung; gerechnet wird mit der E-Rechnung.",
            "The printed items are in the attached e-invoice too; the e-invoice is what counts.",
        ),
        place,
    )


class _Taken(NamedTuple):
    """Lines of a page that belong to a table's row, heading or carry-over."""

    lines: tuple[int, ...]


def _taken(found: Sequence[Items], grids: Sequence[plain_tables.Made]) -> dict[int, list[_Taken]]:
    taken: dict[int, list[_Taken]] = {}
    for entry in found:
        rows: dict[int, set[int]] = {}
        for row in entry.rows:
            taken.setdefault(row.sheet.number, []).append(_Taken(tuple(row.lines)))
            rows.setdefault(row.sheet.number, set()).update(row.lines)
        for number, used in entry.used.items():
            rest = sorted(used - rows.get(number, set()))
            taken.setdefault(number, []).extend(_Taken((index,)) for index in rest)
    for made in grids:
        taken.setdefault(made.page, []).extend(_Taken(row) for row in made.rows)
    return taken


def _page_blocks(page: Page, taken: Sequence[_Taken], turned: Sequence[Word]) -> list[Block]:
    sheet, rows = page
    used = {index for entry in taken for index in entry.lines}
    free = [line for index, line in enumerate(rows) if index not in used]
    parts = paragraphs.blocks(free, sheet)
    parts_in_tables = [
        _table_block([rows[i] for i in sorted(set(entry.lines))], sheet) for entry in taken if entry.lines
    ]
    blocks = _merged(parts, sorted(parts_in_tables, key=lambda part: part[:2]))
    if turned:
        blocks.append(_turned_block(turned, sheet))
    return blocks


def _merged(text: Sequence[tuple[float, float, Block]], tables: list[tuple[float, float, Block]]) -> list[Block]:
    """Put table rows between the paragraphs: before the first paragraph in reading order that begins below them."""
    done: list[Block] = []
    waiting = list(tables)
    for top, _, block in text:
        while waiting and waiting[0][0] < top:
            done.append(waiting.pop(0)[2])
        done.append(block)
    return done + [block for _, _, block in waiting]


def _table_block(rows: Sequence[Line], sheet: Sheet) -> tuple[float, float, Block]:
    x0, x1 = min(r.x0 for r in rows), max(r.x1 for r in rows)
    y0, y1 = min(r.y0 for r in rows), max(r.y1 for r in rows)
    text = "\n".join(" | ".join(s.text for s in row.segments) for row in rows)
    return (y0, x0, Block(text, Place(page=sheet.number, box=sheet.box(x0, y0, x1, y1)), "table"))


def _turned_block(words: Sequence[Word], sheet: Sheet) -> Block:
    x0, y0 = min(w.x0 for w in words), min(w.y0 for w in words)
    x1, y1 = max(w.x1 for w in words), max(w.y1 for w in words)
    return Block(" ".join(w.text for w in words), Place(page=sheet.number, box=sheet.box(x0, y0, x1, y1)))


def _title(blocks: Sequence[Block]) -> str:
    first = [b for b in blocks[:40] if b.place.page == 1]
    heading = next((b for b in first if b.kind == "heading"), None) or next((b for b in first if b.text.strip()), None)
    return " ".join(heading.text.split())[:120] if heading else ""
