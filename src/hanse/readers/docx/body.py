"""The text of Word's XML: paragraphs, tables and text boxes in reading order, without what was deleted.

Walks without recursion. Source: ECMA-376 part 1, 17.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from hanse.readers.cells import Merge

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = frozenset(
    {f"{W}pPr", f"{W}rPr", f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{_MC}Fallback", f"{W}tblPr"}
    | {f"{W}sectPr", f"{W}trPr", f"{W}tcPr", f"{W}sdtPr", f"{W}commentReference", f"{W}annotationRef"},
)
_SAID = {
    **dict.fromkeys((f"{W}tab", f"{W}ptab"), "\t"),
    **dict.fromkeys((f"{W}br", f"{W}cr"), "\n"),
    f"{W}noBreakHyphen": "-",
}
_BOX = f"{W}txbxContent"
_SHORT = 80
"""A longer paragraph is no heading, however bold it is."""


class Paragraph(NamedTuple):
    """A paragraph as written: text, style id, list, boldness if it is short, and the text boxes on it."""

    text: str
    style: str
    number: str
    depth: int | None
    bold: bool
    boxes: tuple[etree._Element, ...]


class Grid(NamedTuple):
    """A table: its texts, the cells that are merged across columns, and whether tables are nested in it."""

    cells: list[list[str]]
    merged: list[Merge]


def pieces(container: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs and tables of a body, cell or text box in order, looking through wrappers."""
    stack = [iter(container)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag not in _SKIPPED:
            stack.append(iter(child))


def paragraph(element: etree._Element) -> Paragraph:
    """Return what a paragraph says and how it is set."""
    text, boxes = _words(element)
    style, number, depth = _settings(element.find(f"{W}pPr"))
    return Paragraph(text, style, number, depth, 0 < len(text) <= _SHORT and _all_bold(element), boxes)


def _words(element: etree._Element) -> tuple[str, tuple[etree._Element, ...]]:
    """Return the text of a paragraph and the text boxes that hang on it."""
    words: list[str] = []
    boxes: list[etree._Element] = []
    stack = [iter(element)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == f"{W}t":
            words.append(child.text or "")
        elif child.tag == _BOX:
            boxes.append(child)
        elif child.tag in _SAID:
            words.append(_SAID[child.tag])
        elif child.tag not in _SKIPPED and len(child):
            stack.append(iter(child))
    return "".join(words).strip(), tuple(boxes)


def _settings(properties: etree._Element | None) -> tuple[str, str, int | None]:
    """Return style id, list number ("" for none, "0" for switched off) and list depth of paragraph properties."""
    if properties is None:
        return "", "", None
    style = value(properties, "pStyle")
    listed = properties.find(f"{W}numPr")
    if listed is None:
        return style, "", None
    depth = value(listed, "ilvl")
    return style, value(listed, "numId"), int(depth) if depth.isdecimal() and len(depth) < 3 else None


def value(element: etree._Element, child: str) -> str:
    """Return the w:val of a child element; empty when there is none."""
    found = element.find(f"{W}{child}")
    return found.get(f"{W}val", "") if found is not None else ""


def _all_bold(element: etree._Element) -> bool:
    runs = [run for run in element.iterchildren(f"{W}r") if run.find(f"{W}t") is not None]
    return bool(runs) and all(_is_bold(run) for run in runs)


def _is_bold(run: etree._Element) -> bool:
    bold = run.find(f"{W}rPr/{W}b")
    return bold is not None and bold.get(f"{W}val", "1") not in ("0", "false", "off")


def grid(table: etree._Element) -> Grid:
    """Return the texts of a table; cells merged downwards repeat their text, those merged across leave blanks."""
    lines: list[list[str]] = []
    merged: list[Merge] = []
    for row in _rows(table, f"{W}tr"):
        line = [""] * _whole(row.find(f"{W}trPr/{W}gridBefore"))
        for cell in _rows(row, f"{W}tc"):
            settings = cell.find(f"{W}tcPr")
            across = _whole(settings.find(f"{W}gridSpan")) if settings is not None else 1
            down = settings.find(f"{W}vMerge") if settings is not None else None
            at = len(line)
            goes_on = down is not None and down.get(f"{W}val") != "restart" and lines and at < len(lines[-1])
            line.append(lines[-1][at] if goes_on else text_of(cell))
            line.extend([""] * (across - 1))
            if across > 1:
                merged.append((len(lines), at, len(lines), at + across - 1))
        lines.append(line)
    return Grid(lines, merged)


def _rows(container: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield rows of a table or cells of a row, also inside content controls, but not those of nested tables."""
    stack = [iter(container)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            stack.append(iter(child))


def _whole(element: etree._Element | None) -> int:
    text = element.get(f"{W}val", "") if element is not None else ""
    return min(int(text), 200) if text.isascii() and text.isdecimal() and len(text) < 9 else 0 if element is None else 1


def text_of(container: etree._Element) -> str:
    """Return all text in a cell, note or text box, a line for each paragraph, nested tables and boxes included."""
    kept = (p for p in container.iter(f"{W}p") if not _inside_skipped(p, container))
    return "\n".join(text for p in kept if (text := _words(p)[0]))


def _inside_skipped(element: etree._Element, container: etree._Element) -> bool:
    for parent in element.iterancestors():
        if parent is container:
            return False
        if parent.tag in _SKIPPED:
            return True
    return False
