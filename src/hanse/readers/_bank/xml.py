"""ISO 20022 messages as a stream: the elements that matter one by one, with their paths, however big the file is.

Names are without namespaces, so that all versions read alike. Entities and network are off.
"""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from lxml import etree

from hanse.errors import Unreadable
from hanse.words import Words

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_DECLARED = re.compile(rb"^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*[\"'][^\"']*[\"']")
_VERSION = re.compile(r"((?:camt|pain)\.\d{3}\.\d{3}(?:\.\d+)?)")


class Seen(NamedTuple):
    """An element at its start or end, with its path such as /Document/BkToCstmrStmt/Stmt[2]."""

    start: bool
    name: str
    node: etree._Element
    path: str


class Broken(Exception):
    """The XML ends or is damaged here; what came before is good. line: from 1."""

    def __init__(self, error: str, line: int) -> None:
        super().__init__(error)
        self.line = line


def stream(data: bytes, wanted: tuple[str, ...], cleared: frozenset[str]) -> Iterator[Seen]:
    """Yield the start and end of each wanted element; those named in cleared are emptied after their end.

    Raises Broken where the XML can't be read any further.
    """
    tags = [f"{{*}}{name}" for name in wanted]
    parser = etree.iterparse(
        io.BytesIO(data), events=("start", "end"), tag=tags, resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    counts: dict[tuple[str, str], int] = {}
    paths: list[str] = []
    try:
        for event, node in parser:
            name = local(node)
            if event == "start":
                paths.append(_path(node, paths, counts))
                yield Seen(start=True, name=name, node=node, path=paths[-1])
                continue
            yield Seen(start=False, name=name, node=node, path=paths.pop())
            if name in cleared:
                _clear(node)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        line = error.lineno if isinstance(error, etree.XMLSyntaxError) else 0
        raise Broken(str(error), line or 1) from None


def mended(data: bytes) -> tuple[bytes, bool]:
    """Return the bytes so that they agree with their encoding: a file that says UTF-8 and is Latin-1 becomes UTF-8."""
    head = data[:200].lower()
    if b"encoding" in head and b"utf-8" not in head:
        return data, False
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            return data, False
        return _DECLARED.sub(rb"\1", data).decode("cp1252", "replace").encode(), True
    return data, False


def unreadable(name: str, reason: str) -> Unreadable:
    """Return the error for a file of which nothing can be read."""
    return Unreadable(
        Words(f"{name}: kein lesbares XML ({reason}).", f"{name}: not readable as XML ({reason})."),
        hint=Words("Die Datei bei der Bank neu abholen.", "Get the file from the bank again."),
    )


def version(root: etree._Element) -> str:
    """Return the message version of the namespace, such as camt.053.001.08; empty when there is none."""
    found = _VERSION.search(str(root.tag).rpartition("}")[0])
    return found[1] if found else ""


def local(node: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return _plain(node.tag)


@lru_cache(maxsize=2048)
def _plain(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def first(node: etree._Element | None, *paths: str) -> etree._Element | None:
    """Return the first element at one of these paths ("Acct/Id/IBAN") below a node."""
    for path in paths:
        found = node
        for step in path.split("/"):
            found = _child(found, step)
            if found is None:
                break
        if found is not None:
            return found
    return None


def _child(node: etree._Element | None, name: str) -> etree._Element | None:
    if node is not None:
        for child in node:
            if _plain(child.tag) == name:
                return child
    return None


def every(node: etree._Element | None, name: str) -> list[etree._Element]:
    """Return the children with this name."""
    return [child for child in node if local(child) == name] if node is not None else []


def text(node: etree._Element | None, *paths: str) -> str | None:
    """Return the text at the first of these paths that has one, blanks tidied; None when there is none."""
    for path in paths:
        found = first(node, path)
        said = " ".join((found.text or "").split()) if found is not None else ""
        if said:
            return said
    return None


def amount(raw: str | None) -> Decimal | None:
    """Return an amount as it is written; None when it is none."""
    raw = (raw or "").strip()
    return Decimal(raw) if _NUMBER.fullmatch(raw) and len(raw) <= 40 else None


def day(node: etree._Element | None, *paths: str) -> date | None:
    """Return the day of the first of these elements, each a date, a date and time, or a choice of both."""
    for path in paths:
        raw = text(node, path, f"{path}/Dt", f"{path}/DtTm")
        found = _DAY.match(raw or "")
        if found:
            try:
                return date(*(int(part) for part in found.groups()))
            except ValueError:
                continue
    return None


def moment(raw: str | None) -> datetime | None:
    """Return a date and time as it is written, its zone left out; None when it is none."""
    try:
        return datetime.fromisoformat(raw or "").replace(tzinfo=None, microsecond=0)
    except ValueError:
        return None


def _path(node: etree._Element, paths: list[str], counts: dict[tuple[str, str], int]) -> str:
    """Return the path of a wanted element: the paths between it and the wanted one around it are plain names."""
    names: list[str] = []
    around: Any = node.getparent()
    depth = len(paths)
    above = paths[-1] if depth else ""
    levels = above.count("/")
    total = sum(1 for _ in node.iterancestors())
    while around is not None and total > levels:
        names.append(local(around))
        total -= 1
        around = around.getparent()
    inner = "".join(f"/{name}" for name in reversed(names))
    key = (above + inner, local(node))
    counts[key] = counts.get(key, 0) + 1
    return f"{above}{inner}/{local(node)}[{counts[key]}]"


def _clear(node: etree._Element) -> None:
    """Forget an element that was dealt with, and its predecessors of the same name."""
    node.clear()
    parent, before = node.getparent(), node.getprevious()
    if parent is not None and before is not None and before.tag == node.tag:
        parent.remove(before)
