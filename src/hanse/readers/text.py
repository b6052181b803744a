"""Plain text of any encoding: paragraphs with their lines. Knows nothing of markup."""

from collections.abc import Iterator

from hanse.readers.cells import decode
from hanse.readers.item import Item
from hanse.records import Block, Counts, Document, Place, Reading
from hanse.words import Words

NAME = "text"
SUFFIXES = (".txt", ".text", ".log", ".asc", ".rst", ".ini", ".cfg", ".nfo")
TITLE = Words("Text", "Plain text")
HELP = Words(
    "Reiner Text in UTF-8, UTF-16, Windows-1252 oder CP850; der Zeichensatz wird erkannt und gemeldet.",
    "Plain text in UTF-8, UTF-16, Windows-1252 or CP850; the encoding is found and reported.",
)
SPEC = "https://www.rfc-editor.org/rfc/rfc2046#section-4.1"

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b"))
_LONGEST = 60
"""A paragraph of more lines is parted, so that a place stays near."""


def sniff(head: bytes, name: str) -> int:
    """Return 40 for its suffixes, 8 for anything else that has no control characters."""
    if name.lower().endswith(SUFFIXES):
        return 40
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return 8 if head and (wide or head.translate(None, delete=_CONTROLS) == head) else 0


def read(item: Item) -> Reading:
    """Return a document of paragraphs, each with its first and last line."""
    letters = decode(item.data())
    blocks = tuple(_paragraphs(letters.text))
    counts = Counts(len(blocks), len(blocks))
    return Reading(NAME, documents=(Document(item.name, blocks),), findings=letters.findings, counts=counts)


def _paragraphs(text: str) -> Iterator[Block]:
    gathered: list[str] = []
    plain = text.replace("\x1a", "").replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate([*plain.split("\n"), ""], start=1):
        if line.strip():
            gathered.append(line.rstrip())
        if gathered and (not line.strip() or len(gathered) == _LONGEST):
            last = number if line.strip() else number - 1
            yield Block("\n".join(gathered), Place(line=last - len(gathered) + 1, line_end=last))
            gathered = []
