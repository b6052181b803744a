"""Text that was encoded twice: UTF-8 bytes taken for Latin-1 or Windows-1252 and encoded again ("MÃ¼ller").

It is told, with what it would mean, and never repaired in silence: whoever owns the data decides.
"""

import re
from collections.abc import Iterator

from hanse.records import Finding, Place, Table
from hanse.words import Words

# a byte that leads in UTF-8 (C2 to F4), and one that follows (80 to BF), as they look in Windows-1252 or Latin-1
_FOLLOWS = "".join(bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0xC0)).replace("\ufffd", "")
_SIGN = re.compile(f"[\u00c2-\u00f4][\u0080-\u00bf{_FOLLOWS}]")


def meant(text: str) -> str:
    """Return what a text that was encoded twice means; "" when it was not."""
    if not _SIGN.search(text):
        return ""
    for wrong in ("cp1252", "latin-1"):
        try:
            found = text.encode(wrong).decode("utf-8")
        except UnicodeError:
            continue
        if found != text:
            return found
    return ""


def findings(table: Table) -> Iterator[Finding]:
    """Yield one finding for each column with such texts: how many, and the first with its meaning and place."""
    for index, column in enumerate(table.columns):
        if column.type != "text":
            continue
        odd = [(row[index], place) for row, place in zip(table.rows, table.places, strict=True) if _odd(row[index])]
        if odd:
            text, place = odd[0]
            yield _finding(column.name, str(text), place, len(odd))


def _odd(cell: object) -> bool:
    return isinstance(cell, str) and not cell.isascii() and bool(meant(cell))


def _finding(column: str, text: str, place: Place, count: int) -> Finding:
    right = meant(text)
    words = Words(
        f"{column}: {count} Texte scheinen doppelt kodiert zu sein, zum Beispiel {text[:60]!r} statt {right[:60]!r}."
        " Sie bleiben, wie sie sind; berichtigen lässt sich das nur im Programm, aus dem sie kommen.",
        f"{column}: {count} texts seem to be encoded twice, e.g. {text[:60]!r} instead of {right[:60]!r}."
        " They stay as they are; it can only be mended in the program that they come from.",
    )
    return Finding("text.encoded-twice", "warning", words, place, text[:500])
