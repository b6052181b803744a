"""XML of any size without risk: no entities, no network, names without namespaces, one record at a time.

A file that breaks off or is damaged is read up to there; what was wrong is told. Knows no format.
"""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import BinaryIO, NamedTuple

from lxml import etree

from hanse.readers._trade.letters import vote
from hanse.records import Place
from hanse.words import Words

_CHUNK = 1 << 16
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']{1,40})[\"']")
_MAX_DEPTH = 120
_FIRST = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)[^<]*")
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
_DTD = re.compile(r"<!DOCTYPE[^<>\[]*(?:\[.*?\]\s*)?(?:>|$)", re.DOTALL)


class Start(NamedTuple):
    """The first element of an XML file: its name without prefix and its whole tag."""

    name: str
    tag: str


class Taken(NamedTuple):
    """One record of a streamed file, with the path it stands at."""

    element: etree._Element
    place: Place


class Damage(NamedTuple):
    """Why the XML couldn't be read further."""

    reason: str
    line: int


def start(head: bytes) -> Start | None:
    """Return the first element of what may be XML, None when it is none."""
    said = head.decode(_encoding(head), errors="replace").lstrip("\ufeff \r\n\t")
    if not said.startswith("<"):
        return None
    found = _FIRST.search(_DTD.sub("", _COMMENT.sub("", said)))
    return Start(found[1], found[0]) if found else None


def _encoding(head: bytes) -> str:
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    wide = head[:4] in {b"<\x00?\x00", b"\x00<\x00?"}
    return ("utf-16-le" if head[1:2] == b"\x00" else "utf-16-be") if wide else "utf-8"


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace; empty for a comment or entity."""
    return _without_namespace(element.tag)


@lru_cache(4096)
def _without_namespace(tag: object) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def text(element: etree._Element | None) -> str:
    """Return all text below an element, trimmed; empty for None. Named characters (&uuml;) become what they mean."""
    if element is None:
        return ""
    if len(element) == 0:
        return (element.text or "").strip()
    return "".join(_texts(element)).strip()


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for node in element:
        if node.tag is etree.Entity:
            yield html.unescape(node.text or "")
        else:
            yield from _texts(node)
        yield node.tail or ""


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """Return the first element on this way of names down, None when there is none."""
    for name in names:
        if element is None:
            return None
        element = next((c for c in element if local(c) == name), None)
    return element


def said(element: etree._Element | None, *names: str) -> str:
    """Return the text at the end of a way of names; empty when it isn't there."""
    return text(child(element, *names))


def facts(element: etree._Element) -> dict[str, str]:
    """Return the texts of all children that have no children of their own, by name; the first of a name wins."""
    found: dict[str, str] = {}
    for node in element:
        if len(node) == 0 and node.text:
            found.setdefault(local(node), node.text.strip())
    return found


def children(element: etree._Element | None, *names: str) -> list[etree._Element]:
    """Return all children with one of these names, in order."""
    return [] if element is None else [c for c in element if local(c) in names]


class Stream:
    """Yields the records of a file one by one and lets go of each. damage: why it ended early, None when it didn't.

    wanted: says of (name, depth from the root) whether the element is a record; records don't nest. recover: goes on
    behind damage, at the cost that a record there may have lost a part.
    """

    def __init__(self, source: BinaryIO, wanted: Callable[[str, int], bool], *, recover: bool = False) -> None:
        self._source, self._wanted, self._recover = source, wanted, recover
        self.encoding = belied(source)
        self.damage: Damage | None = None
        self.root = ""
        self._way: list[tuple[str, Counter[str]]] = []
        self._inside = 0

    def __iter__(self) -> Iterator[Taken]:
        parser = _pull_parser(recover=self._recover, encoding=self.encoding)
        try:
            while chunk := self._source.read(_CHUNK):
                parser.feed(chunk)
                yield from self._events(parser)
            if not self._recover:
                parser.close()
            yield from self._events(parser)
        except (etree.XMLSyntaxError, etree.ParserError) as error:
            yield from self._left(parser)
            self.damage = self.damage or Damage(error.msg or str(error), error.lineno or 0)
        except (ValueError, LookupError) as error:
            self.damage = Damage(str(error), 0)

    def _left(self, parser: "etree.XMLPullParser") -> Iterator[Taken]:
        try:
            yield from self._events(parser)
        except etree.XMLSyntaxError as error:
            self.damage = Damage(error.msg or str(error), error.lineno or 0)

    def _events(self, parser: "etree.XMLPullParser") -> Iterator[Taken]:
        for event, element in parser.read_events():
            if not isinstance(element, etree._Element):  # noqa: SLF001  # lxml has no public name for it
                continue
            if event == "start":
                self._open(element)
            else:
                yield from self._close(element)

    def _open(self, element: etree._Element) -> None:
        if len(self._way) + self._inside > _MAX_DEPTH:
            raise ValueError("nested too deeply")
        if self._inside:
            self._inside += 1
            return
        name = local(element)
        self.root = self.root or name
        if self._way:
            self._way[-1][1][name] += 1
        self._way.append((name, Counter()))
        self._inside = int(self._wanted(name, len(self._way) - 1))

    def _close(self, element: etree._Element) -> Iterator[Taken]:
        if self._inside > 1:
            self._inside -= 1
            return
        if self._inside:
            yield Taken(element, Place(part=self._path()))
        self._inside = 0
        _let_go(element)
        self._way.pop()

    def _path(self) -> str:
        steps = [self._way[0][0]]
        for (_, counts), (name, _) in zip(self._way, self._way[1:], strict=False):
            steps.append(f"{name}[{counts[name]}]" if counts[name] > 1 or name == self._way[-1][0] else name)
        return "/" + "/".join(steps)


def _let_go(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while (before := element.getprevious()) is not None:
            parent.remove(before)


def _pull_parser(*, recover: bool, encoding: str | None) -> "etree.XMLPullParser":
    return etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
        encoding=encoding,
    )


def belied(source: BinaryIO) -> str | None:
    """Return "windows-1252" where a file says that it is UTF-8 but its umlauts are Windows', None for all others."""
    head = source.read(200)
    source.seek(0)
    declared = _DECLARED.match(head.removeprefix(b"\xef\xbb\xbf").lstrip())
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"} or (declared and declared[1].lower() not in {b"utf-8", b"utf8"}):
        return None
    found = vote(source)
    source.seek(0)
    return "windows-1252" if found == "cp1252" else None


def belied_words() -> Words:
    """Return what to say of such a file."""
    return Words(
        "Die Datei gibt sich als UTF-8 aus, ihre Umlaute sind aber Windows-1252; so wurden sie gelesen.",
        "The file says that it is UTF-8, but its umlauts are Windows-1252; they were read so.",
    )


def damage_words(damage: Damage) -> Words:
    """Return what a person should know of damaged XML."""
    return Words(
        f"Das XML ist ab Zeile {damage.line} beschädigt ({damage.reason}); bis dahin wurde gelesen. Die Datei beim"
        " Absender neu anfordern.",
        f"The XML is damaged from line {damage.line} on ({damage.reason}); it was read up to there. Ask the sender for"
        " the file again.",
    )
