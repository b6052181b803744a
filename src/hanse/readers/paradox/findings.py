"""What is said about a Paradox table: each function returns what there is to say."""

from collections.abc import Iterator

from hanse.records import Finding, Place
from hanse.words import Words

MOST = 20  # findings of one kind in one column; from there on they are only counted
_BACKUP = Words(
    "Die Datei noch einmal kopieren oder aus einer Sicherung holen.", "Copy the file once more or get it from a backup."
)


def companion(name: str) -> Finding:
    """Say that a file has no records of its own but belongs to a table."""
    words = Words(
        f"{name} gehört zu einer Paradox-Tabelle gleichen Namens (.db) und wird mit ihr gelesen. Nichts zu tun.",
        f"{name} belongs to the Paradox table of the same name (.db) and is read with it. Nothing to do.",
    )
    return Finding("paradox.companion", "info", words)


def version(number: str, sort: str) -> Finding:
    """Say which version wrote the table, and its sort order."""
    tail = f", {sort}" if sort.isprintable() and sort else ""
    words = Words(f"Format: Paradox {number}{tail}.", f"Format: Paradox {number}{tail}.")
    return Finding("paradox.version", "info", words)


def missing(name: str, stated: int, read: int) -> Iterator[Finding]:
    """Say where the number of records differs from the header's."""
    if read < stated:
        words = Words(
            f"{name}: die Datei ist beschädigt oder bricht ab. Sätze laut Kopf: {stated}, davon fehlen:"
            f" {stated - read}. {_BACKUP.de}",
            f"{name}: the file is damaged or breaks off. Records by its header: {stated}, missing: {stated - read}."
            f" {_BACKUP.en}",
        )
        yield Finding("paradox.truncated", "error", words, Place(table=name))
    elif read > stated:
        words = Words(
            f"{name}: die Datei hat mehr Sätze ({read}), als ihr Kopf sagt ({stated}); alle wurden gelesen. Die letzten"
            " Sätze prüfen.",
            f"{name}: the file has more records ({read}) than its header says ({stated}); all were read. Check the last"
            " records.",
        )
        yield Finding("paradox.beyond", "warning", words, Place(table=name))


def left_out(name: str, fields: list[str]) -> Iterator[Finding]:
    """Say which fields have no values that can be read."""
    if fields:
        names = ", ".join(fields)
        words = Words(
            f"{name}: Felder mit Bildern, Objekten oder formatierten Memos wurden nicht gelesen: {names}.",
            f"{name}: fields with pictures, objects or formatted memos were not read: {names}.",
        )
        yield Finding("paradox.binary", "info", words, Place(table=name))


def value(name: str, raw: str, place: Place) -> Finding:
    """Say that a cell is empty here because its bytes are no value of its type."""
    words = Words(
        f"{name}: die Bytes {raw[:40]} sind kein gültiger Wert, die Zelle bleibt leer. Im Ursprungsprogramm nachsehen.",
        f"{name}: the bytes {raw[:40]} are no valid value, the cell stays empty. Look at it in the program that it came"
        " from.",
    )
    return Finding("paradox.value", "warning", words, place, raw[:500])


def more_values(name: str, more: int, place: Place) -> Finding:
    """Say how many more cells of a column are like those reported one by one."""
    words = Words(f"{name}: weitere Zellen wie die gemeldeten: {more}.", f"{name}: more cells like those: {more}.")
    return Finding("paradox.value", "warning", words, place)


def texts(encoding: str, odd: int, memos: int, *, file_there: bool) -> Iterator[Finding]:
    """Say how many texts have letters outside the code page, and how many memos are missing."""
    if odd:
        words = Words(
            f"Texte mit Zeichen, die es in {encoding.upper()} nicht gibt: {odd}; die Zeichen stehen als „�“. Eine"
            " Stichprobe ansehen.",
            f'Texts with characters that {encoding.upper()} does not have: {odd}; they stand as "�". Check some.',
        )
        yield Finding("paradox.letters", "warning", words)
    if memos and file_there:
        words = Words(
            f"In der Memo-Datei beschädigte, hier fehlende Texte: {memos}. {_BACKUP.de}",
            f"Texts that are damaged in the memo file and missing here: {memos}. {_BACKUP.en}",
        )
        yield Finding("paradox.memo", "warning", words)
    elif memos:
        words = Words(
            f"Die Memo-Datei (.mb) liegt nicht daneben; fehlende Texte: {memos}. Sie in denselben Ordner kopieren und"
            " neu einlesen.",
            f"The memo file (.mb) does not lie beside it; texts missing: {memos}. Copy it into the same folder and"
            " learn it again.",
        )
        yield Finding("paradox.memo", "warning", words)
