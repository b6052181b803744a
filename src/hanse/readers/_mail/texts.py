"""The text of a mail as blocks: paragraphs, the quoted history, the signature. Knows nothing of MIME."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree, html

from hanse.records import Block, Place

HISTORY, SIGNATURE = "Zitierter Verlauf", "Signatur"
_LONGEST = 60  # a paragraph of more lines is parted, so that a place stays near
_QUOTE = re.compile(r"^(?:[>|] ?)+")
_BEGINS_HISTORY = re.compile(
    r"^-{2,} ?(Urspr(ü|ue)ngliche Nachricht|Original[- ]?(Message|nachricht|meldung)|Weitergeleitete Nachricht"
    r"|Forwarded message|Begin forwarded message)|^_{20,}$"
    r"|^(Am|On) .{5,120}(schrieb|wrote)\b.*:?$|^Anfang der weitergeleiteten Nachricht",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(style|script)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_FROM, _SENT = re.compile(r"(Von|From|De): "), re.compile(r"(Gesendet|Sent|Datum|Date): ")  # Outlook's own way
_LINES = frozenset({"br", "div", "tr", "li", "dt", "dd", "caption"})
_APART = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "hr", "pre", "blockquote"})
_SILENT = ("style", "script", "head", "title", "meta", "noscript")


class _Paragraph(NamedTuple):
    first: int
    lines: list[str]
    section: str | None


def plain_blocks(text: str, *, flowed: bool) -> tuple[Block, ...]:
    """Return the blocks of a text/plain body, with line numbers of that body. flowed: RFC 3676 soft line ends."""
    return tuple(
        Block(
            _unwrapped(p.lines) if flowed else "\n".join(line.rstrip() for line in p.lines),
            Place(part="text/plain", line=p.first, line_end=p.first + len(p.lines) - 1, section=p.section),
        )
        for p in _paragraphs(text)
    )


def html_blocks(markup: str) -> tuple[Block, ...]:
    """Return the blocks of a text/html body: what a person sees of it, without layout."""
    return tuple(
        Block("\n".join(p.lines), Place(part="text/html", section=p.section)) for p in _paragraphs(html_text(markup))
    )


def html_text(markup: str) -> str:
    """Return the visible text of HTML, one line for each paragraph or table row, quotes marked with ">"."""
    try:
        root = html.document_fromstring(markup.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return ""
    etree.strip_elements(root, *_SILENT, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    lines = _Lines()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            lines.begin(str(element.tag), element.text or "")
        else:
            lines.end(str(element.tag), element.tail or "")
    # Nested more deeply than the parser goes: better all words without their order in lines than none.
    return lines.text() if lines.text().strip() else _TAG.sub(" ", markup)


class _Lines:
    """Lines of visible text, put together tag by tag."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._open = ""
        self._depth = 0

    def begin(self, tag: str, text: str) -> None:
        self._break(tag)
        self._depth += tag == "blockquote"
        self._open += text

    def end(self, tag: str, tail: str) -> None:
        self._break("" if tag == "br" else tag)
        self._depth -= tag == "blockquote"
        self._open += " " + tail if tag in {"td", "th"} else tail

    def text(self) -> str:
        self._break("p")
        return "\n".join(self._lines)

    def _break(self, tag: str) -> None:
        if tag not in _LINES and tag not in _APART:
            return
        line = " ".join(self._open.split())
        self._open = ""
        if line or tag == "br":
            self._lines.append("> " * self._depth + line)
        if tag in _APART:
            self._lines.append("")


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    """Yield paragraphs: they end at a blank line, where quoting begins or ends, and after 60 lines."""
    section: str | None = None
    gathered: list[str] = []
    was_quoted = False
    lines = _lines_of(text)
    for number, (line, after) in enumerate(zip(lines, [*lines[1:], ""], strict=True), 1):
        quoted = bool(_QUOTE.match(line))
        plain = _QUOTE.sub("", line)
        begins = _section_of(line, after) or section
        if gathered and (not plain.strip() or quoted != was_quoted or begins != section or len(gathered) == _LONGEST):
            yield _Paragraph(number - len(gathered), gathered, HISTORY if was_quoted else section)
            gathered = []
        section, was_quoted = begins, quoted
        if plain.strip():
            gathered.append(plain)
    if gathered:
        yield _Paragraph(number - len(gathered) + 1, gathered, HISTORY if was_quoted else section)


def _lines_of(text: str) -> list[str]:
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _section_of(line: str, after: str) -> str | None:
    if _BEGINS_HISTORY.match(line.strip()) or (_FROM.match(line) and _SENT.match(after)):
        return HISTORY
    return SIGNATURE if line.rstrip("\r") in {"-- ", "--"} else None


def _unwrapped(lines: list[str]) -> str:
    """Join lines that end in a space with the next one (RFC 3676, 4.1)."""
    text = ""
    for line in lines:
        text += line if line.endswith(" ") else line + "\n"
    return text.strip()
