"""Markdown: headings become sections, pipe tables become tables. Reads the text, renders nothing."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hanse.readers.cells import decode, embedded
from hanse.readers.item import Item
from hanse.records import Block, BlockKind, Counts, Document, Finding, Place, Reading, Table
from hanse.words import Words

NAME = "markdown"
SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
TITLE = Words("Markdown", "Markdown")
HELP = Words(
    "Markdown-Text: Überschriften gliedern, Tabellen werden zu Tabellen.",
    "Markdown text: headings give sections, tables become tables.",
)
SPEC = "https://spec.commonmark.org/0.31.2/"

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+\S")
_RULE = re.compile(r"\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})\s*")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1")


class _Piece(NamedTuple):
    """A run of lines that belong together."""

    kind: BlockKind
    lines: list[str]
    first: int


def sniff(head: bytes, name: str) -> int:
    """Return 60 for its suffixes; text under other names is left to the text reader."""
    return 60 if name.lower().endswith(SUFFIXES) and b"\x00" not in head else 0


def read(item: Item) -> Reading:
    """Return one document of headings, paragraphs, lists, code and tables, and each pipe table as a table."""
    letters = decode(item.data())
    lines = letters.text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blocks: list[Block] = []
    tables: list[Table] = []
    findings: list[Finding] = list(letters.findings)
    title, section = "", None
    for piece in _pieces(lines):
        text = _text(piece)
        section = text if piece.kind == "heading" else section
        title = title or (text if piece.kind == "heading" else "")
        place = Place(line=piece.first, line_end=piece.first + len(piece.lines) - 1, section=section)
        blocks.append(Block(text, place, piece.kind))
        if piece.kind == "table":
            _add_table(piece, section, tables, findings)
    document = Document(title or item.name, tuple(blocks))
    return Reading(NAME, (document,), tuple(tables), tuple(findings), Counts(len(blocks), len(blocks)))


def _pieces(lines: list[str]) -> Iterator[_Piece]:
    at = _after_front_matter(lines)
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        kind, end = _extent(lines, at)
        yield _Piece(kind, lines[at:end], at + 1)
        at = end


def _after_front_matter(lines: list[str]) -> int:
    if lines and lines[0].strip() == "---":
        closing = next((i for i, line in enumerate(lines[1:200], start=1) if line.strip() in ("---", "...")), 0)
        return closing + 1 if closing and all(":" in ln or ln[:1] in " -#" for ln in lines[1:closing] if ln) else 0
    return 0


def _extent(lines: list[str], at: int) -> tuple[BlockKind, int]:
    """Return what begins at this line and the line after its end."""
    if _HEADING.fullmatch(lines[at]):
        return "heading", at + 1
    if fence := _FENCE.match(lines[at]):
        mark = fence[1]
        close = (i for i in range(at + 1, len(lines)) if lines[i].strip().startswith(mark))
        return "code", next(close, len(lines) - 1) + 1
    if "|" in lines[at] and at + 1 < len(lines) and "|" in lines[at + 1] and _RULE.fullmatch(lines[at + 1]):
        return "table", next((i for i in range(at, len(lines)) if "|" not in lines[i]), len(lines))
    if at + 1 < len(lines) and _UNDERLINE.fullmatch(lines[at + 1]) and not _ITEM.match(lines[at]):
        return "heading", at + 2
    end = at + 1
    while end < len(lines) and lines[end].strip() and not _begins_anew(lines, end):
        end += 1
    return ("list" if _ITEM.match(lines[at]) else "text"), end


def _begins_anew(lines: list[str], at: int) -> bool:
    return bool(_HEADING.fullmatch(lines[at]) or _FENCE.match(lines[at]) or _ITEM.match(lines[at]))


def _text(piece: _Piece) -> str:
    if piece.kind == "heading":
        heading = _HEADING.fullmatch(piece.lines[0])
        return _plain((heading[2] or "") if heading else piece.lines[0]).strip()
    if piece.kind == "code":
        return "\n".join(piece.lines)
    if piece.kind == "table":
        return "\n".join(" | ".join(_split_row(line)) for line in [piece.lines[0], *piece.lines[2:]])
    return _plain("\n".join(line.strip() for line in piece.lines))


def _plain(text: str) -> str:
    return _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text))


def _split_row(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [_plain(cell.strip()).replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


def _add_table(piece: _Piece, section: str | None, tables: list[Table], findings: list[Finding]) -> None:
    grid: Sequence[list[str]] = [_split_row(line) for line in (piece.lines[0], *piece.lines[2:])]
    numbers = [piece.first, *range(piece.first + 2, piece.first + len(piece.lines))]
    name = f"Tabelle {len(tables) + 1}"
    made = embedded(name, section or name, grid, [Place(line=n, section=section) for n in numbers])
    if made.table is not None:
        tables.append(made.table)
        findings.extend(made.findings)
