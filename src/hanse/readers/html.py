"""Web pages: the text a reader of the page sees, without scripts and styles; data tables become tables.

Nothing is loaded and no entity is resolved. Knows nothing of how the page looks.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from lxml import etree, html

from hanse.readers.cells import Merge, decode, embedded
from hanse.readers.item import Item
from hanse.records import Block, BlockKind, Counts, Document, Finding, Place, Reading, Table
from hanse.words import Words

NAME = "html"
SUFFIXES = (".html", ".htm", ".xhtml")
TITLE = Words("Webseite", "Web page")
HELP = Words(
    "HTML-Seiten: sichtbarer Text mit Überschriften und Tabellen; es wird nichts nachgeladen.",
    "HTML pages: visible text with headings and tables; nothing is loaded from elsewhere.",
)
SPEC = "https://html.spec.whatwg.org/multipage/"

_BLOCKS: Final[dict[str, BlockKind]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list"),
    "pre": "code",
    **dict.fromkeys(
        (
            *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "address", "blockquote"),
            *(
                "ul",
                "ol",
                "dl",
                "table",
                "tr",
                "td",
                "th",
                "caption",
                "form",
                "fieldset",
                "legend",
                "figure",
                "figcaption",
            ),
            *("hr", "body", "html", "center", "details", "summary", "option"),
        ),
        "text",
    ),
}
_UNSEEN = frozenset({"script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "title"})
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_INVISIBLE = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_BETWEEN_TAGS = re.compile(r"(?:^|(?<=>))[^<>]+")
_SPACES = re.compile(r"[ \t\r\n\f]+")


def sniff(head: bytes, name: str) -> int:
    """Return 90 for a page's first tag, 70 for its suffixes."""
    start = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1000].lower()
    if start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<") and b"<html" in start):
        return 90
    return 70 if name.lower().endswith(SUFFIXES) and head.strip() else 0


def read(item: Item) -> Reading:
    """Return the visible text in the order of the page, and each data table."""
    text, found = _decoded(item.data())
    root, too_deep = _parsed(text)
    page = _Page(found)
    title = ""
    if too_deep:
        page.strip(text)
    elif root is not None:
        page.walk(root)
        title = _SPACES.sub(" ", root.findtext(".//title") or "").strip()
    blocks = tuple(page.blocks)
    document = Document(title or item.name, blocks)
    return Reading(NAME, (document,), tuple(page.tables), tuple(page.findings), Counts(len(blocks), len(blocks)))


def _decoded(data: bytes) -> tuple[str, list[Finding]]:
    """Return the text by mark, by what the page states if that fits its bytes, or by the vote of `decode`."""
    stated = _CHARSET.search(data[:4096])
    if stated and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        label = stated[1].decode("ascii").lower()
        label = "cp1252" if label in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "windows-1252") else label
        try:
            return data.decode(label), []
        except (LookupError, ValueError):
            letters = decode(data)
            words = Words(
                f"Die Seite nennt den Zeichensatz {label}, der nicht passt; gelesen als {letters.encoding}.",
                f"The page states the encoding {label}, which doesn't fit; read as {letters.encoding}.",
            )
            return letters.text, [*letters.findings, Finding("html.encoding", "warning", words)]
    letters = decode(data)
    return letters.text, list(letters.findings)


def _parsed(text: str) -> tuple[html.HtmlElement | None, bool]:
    """Return the page's root, and whether elements are nested so deeply that the parser gave up."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return None, False
    return root, any("depth" in error.message for error in parser.error_log)


class _Page:
    """What has been gathered while walking over the elements of a page, without recursion."""

    def __init__(self, findings: list[Finding]) -> None:
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.findings = findings
        self._section: str | None = None
        self._words: list[str] = []
        self._kind: BlockKind = "text"
        self._line = 1

    def walk(self, root: html.HtmlElement) -> None:
        """Go over all elements once; a data table is taken whole."""
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if not isinstance(element.tag, str):
                self._say(element.tail if event == "end" else None)
            elif event == "end":
                self._leave(element)
            elif element.tag in _UNSEEN or element.get("hidden") is not None:
                walker.skip_subtree()
            elif element.tag == "table" and (rows := _data_rows(element)):
                self._flush()
                self._take_table(element, rows)
                walker.skip_subtree()
            else:
                self._enter(element)
        self._flush()

    def strip(self, text: str) -> None:
        """Take the text of a page that can't be parsed: without tags, a block for each stretch between them."""
        seen = _INVISIBLE.sub(" ", text)
        line, before = 1, 0
        for stretch in _BETWEEN_TAGS.finditer(seen):
            if words := _SPACES.sub(" ", unescape(stretch[0])).strip():
                line += seen.count("\n", before, stretch.start())
                before = stretch.start()
                self.blocks.append(Block(words, Place(line=line)))
        said = Words(
            "Die Seite ist zu tief verschachtelt; ihr Text wurde ohne Überschriften und Tabellen gelesen.",
            "The page is nested too deeply; its text was read without headings and tables.",
        )
        self.findings.append(Finding("html.depth", "warning", said))

    def _enter(self, element: html.HtmlElement) -> None:
        kind = _BLOCKS.get(element.tag)
        if kind is not None:
            self._flush()
            self._kind, self._line = kind, element.sourceline or 1
        if element.tag == "br":
            self._words.append("\n")
        elif element.tag == "img":
            self._say(element.get("alt"))
        self._say(element.text)

    def _leave(self, element: html.HtmlElement) -> None:
        if element.tag in _BLOCKS and element.tag not in _UNSEEN:
            self._flush()
            self._kind = "text"
        self._say(element.tail)

    def _say(self, text: str | None) -> None:
        if text:
            self._words.append(text if self._kind == "code" else _SPACES.sub(" ", text))

    def _flush(self) -> None:
        lines = (line.strip() for line in "".join(self._words).split("\n"))
        text = "\n".join(line for line in lines if line)
        self._words = []
        if text:
            self._section = " ".join(text.split()) if self._kind == "heading" else self._section
            self.blocks.append(Block(text, Place(line=self._line, section=self._section), self._kind))

    def _take_table(self, element: html.HtmlElement, rows: list[html.HtmlElement]) -> None:
        grid, merged = _grid(rows)
        lines = [row.sourceline or 1 for row in rows]
        caption = _SPACES.sub(" ", element.findtext("caption") or "").strip()
        text = "\n".join(" | ".join(cells) for cells in grid if any(cells))
        place = Place(line=lines[0], line_end=max(lines), section=self._section)
        if text:
            self.blocks.append(Block(f"{caption}\n{text}" if caption else text, place, "table"))
        name = f"Tabelle {len(self.tables) + 1}"
        places = [Place(line=n, section=self._section) for n in lines]
        made = embedded(name, caption or self._section or name, grid, places, merged=merged)
        if made.table is not None:
            self.tables.append(made.table)
            self.findings.extend(made.findings)


def _data_rows(element: html.HtmlElement) -> list[html.HtmlElement]:
    """Return the rows of a table of data; none for a table that only arranges the page."""
    if element.get("role") == "presentation" or element.find(".//table") is not None:
        return []
    rows = [row for row in element.iter("tr") if row.find("td") is not None or row.find("th") is not None]
    wide = sum(1 for row in rows if len(row) > 1)
    return rows if len(rows) > 1 and wide > 1 else []


def _grid(rows: list[html.HtmlElement]) -> tuple[list[list[str]], list[Merge]]:
    """Return the cells with rowspan filled downwards, and the cells merged across, whose further ones are empty."""
    hanging: dict[int, tuple[int, str]] = {}
    grid: list[list[str]] = []
    merged: list[Merge] = []
    for number, row in enumerate(rows):
        line: list[str] = []
        for cell in row.iter("td", "th"):
            _fill(line, hanging)
            text, down, across = _cell_text(cell), _span(cell, "rowspan"), _span(cell, "colspan")
            if down > 1:
                hanging[len(line)] = (down - 1, text)
            if across > 1:
                merged.append((number, len(line), number, len(line) + across - 1))
            line.extend([text] + [""] * (across - 1))
        _fill(line, hanging)
        grid.append(line)
    return grid, merged


def _fill(line: list[str], hanging: dict[int, tuple[int, str]]) -> None:
    while len(line) in hanging:
        left, text = hanging.pop(len(line))
        if left > 1:
            hanging[len(line)] = (left - 1, text)
        line.append(text)


def _span(cell: html.HtmlElement, name: str) -> int:
    value = cell.get(name) or "1"
    return min(max(int(value), 1), 200) if value.isascii() and value.isdecimal() else 1


def _cell_text(cell: html.HtmlElement) -> str:
    return _SPACES.sub(" ", " ".join(_visible(cell))).strip()


def _visible(cell: html.HtmlElement) -> Iterator[str]:
    for text in cell.itertext():
        parent = text.getparent() if hasattr(text, "getparent") else None
        if parent is None or text.is_tail or parent.tag not in _UNSEEN:
            yield str(text)
