"""What is said about a dBase file: each function returns what there is to say, or nothing."""

from collections.abc import Iterator

from hanse.records import Finding, Place
from hanse.words import Words

MOST = 20  # findings of one kind in one column; from there on they are only counted
BACKUP = Words(
    "Die Datei noch einmal kopieren oder aus einer Sicherung holen.", "Copy the file once more or get it from a backup."
)


def companion(name: str) -> Finding:
    """Say that a file has no records of its own but belongs to a table."""
    words = Words(
        f"{name} gehört zu einer dBase-Tabelle gleichen Namens (.dbf) und wird mit ihr gelesen. Nichts zu tun.",
        f"{name} belongs to the dBase table of the same name (.dbf) and is read with it. Nothing to do.",
    )
    return Finding("dbf.companion", "info", words)


RECORDS = Words("Sätze laut Kopf und vorhandene", "Records by the header and records that are there")


def database(name: str, table: str) -> Finding:
    """Say that the long names come from a database."""
    words = Words(
        f"Lange Namen von Tabelle und Feldern aus der Datenbank {name} ({table}).",
        f"Long names of the table and its fields from the database {name} ({table}).",
    )
    return Finding("dbf.database", "info", words)


def container(name: str) -> Finding:
    """Say that a file describes the tables of a database."""
    words = Words(
        f"{name} beschreibt die Tabellen einer FoxPro-Datenbank und wird mit ihnen gelesen. Nichts zu tun.",
        f"{name} describes the tables of a FoxPro database and is read with them. Nothing to do.",
    )
    return Finding("dbf.companion", "info", words)


def records(name: str, stated: int, missing: int, beyond: int, deleted: int) -> Iterator[Finding]:
    """Say where the number of records differs from the header's, and how many are marked as deleted."""
    if missing:
        words = Words(
            f"{name}: die Datei bricht ab. Sätze laut Kopf: {stated}, davon fehlen: {missing}. {BACKUP.de}",
            f"{name}: the file breaks off. Records by its header: {stated}, missing: {missing}. {BACKUP.en}",
        )
        yield Finding("dbf.truncated", "error", words, Place(table=name))
    if beyond:
        words = Words(
            f"{name}: die Datei hat mehr Sätze ({stated + beyond}), als ihr Kopf sagt ({stated}); alle wurden gelesen."
            " Meist wurde das Programm beim Speichern unterbrochen: die letzten Sätze prüfen.",
            f"{name}: the file has more records ({stated + beyond}) than its header says ({stated}); all were read."
            " Mostly the program was interrupted while saving: check the last records.",
        )
        yield Finding("dbf.beyond", "warning", words, Place(table=name))
    if deleted:
        words = Words(
            f"{name}: als gelöscht markierte, nicht übernommene Sätze: {deleted}. Nichts zu tun.",
            f"{name}: records marked as deleted and not taken: {deleted}. Nothing to do.",
        )
        yield Finding("dbf.deleted", "info", words, Place(table=name))


def damaged(name: str, records: list[tuple[int, str]]) -> Iterator[Finding]:
    """Say of each of these (number, raw text) that it is neither live nor deleted, or is cut off."""
    words = Words(f"Der Satz ist beschädigt und fehlt. {BACKUP.de}", f"The record is damaged and left out. {BACKUP.en}")
    for number, raw in records:
        yield Finding("dbf.damaged", "error", words, Place(table=name, record=number), raw)


def more_damaged(count: int) -> Iterator[Finding]:
    """Say how many more records are damaged than were reported one by one."""
    if count > 0:
        words = Words(f"Weitere beschädigte Sätze: {count}. {BACKUP.de}", f"More damaged: {count}. {BACKUP.en}")
        yield Finding("dbf.damaged", "error", words)


def fields(left_out: list[str], duplicates: list[str]) -> Iterator[Finding]:
    """Say which fields have no values that can be read, and which share a name."""
    if left_out:
        names = ", ".join(left_out)
        words = Words(
            f"Felder mit Bildern oder Objekten wurden nicht gelesen: {names}. Nichts zu tun, wenn nur Daten gefragt"
            " sind.",
            f"Fields with pictures or objects were not read: {names}. Nothing to do when only data are needed.",
        )
        yield Finding("dbf.binary", "info", words)
    if duplicates:
        names = ", ".join(duplicates)
        words = Words(
            f"Mehrere Felder heißen gleich ({names}); das zweite heißt hier mit _2 am Ende. Nichts zu tun.",
            f"Several fields share a name ({names}); the second one has _2 at its end here. Nothing to do.",
        )
        yield Finding("dbf.duplicate", "info", words)


def cell(kind: str, name: str, raw: str, place: Place) -> Finding:
    """Say that a cell is empty here because its bytes are no value of its type."""
    if kind == "overflow":
        words = Words(
            f"{name}: die Zahl war zu breit für das Feld und steht als Sterne in der Datei. Im Ursprungsprogramm"
            " nachsehen.",
            f"{name}: the number was too wide for the field and stands as stars in the file. Look it up in the program"
            " that it came from.",
        )
        return Finding("dbf.overflow", "warning", words, place, raw)
    words = Words(
        f"{name}: „{raw}“ ist kein gültiger Wert, die Zelle bleibt leer. Im Ursprungsprogramm berichtigen.",
        f'{name}: "{raw}" is no valid value, the cell stays empty. Mend it in the program that it came from.',
    )
    return Finding("dbf.value", "warning", words, place, raw)


def more_cells(kind: str, name: str, count: int) -> Finding:
    """Say how many more cells of a column are like those reported one by one."""
    words = Words(
        f"{name}: weitere Zellen wie die gemeldeten: {count}. Im Ursprungsprogramm prüfen.",
        f"{name}: more cells like those reported: {count}. Check them in the program that it came from.",
    )
    return Finding(f"dbf.{kind}", "warning", words)


def texts(encoding: str, odd: int, memos_missing: int, *, file_there: bool) -> Iterator[Finding]:
    """Say how many texts have letters outside the code page, and how many memos are missing."""
    if odd:
        words = Words(
            f"Texte mit Zeichen, die es in {encoding.upper()} nicht gibt: {odd}; die Zeichen stehen als „�“. Eine"
            " Stichprobe ansehen.",
            f'Texts with characters that {encoding.upper()} does not have: {odd}; they stand as "�". Check some.',
        )
        yield Finding("dbf.letters", "warning", words)
    if memos_missing and file_there:
        words = Words(
            f"In der Memo-Datei beschädigte, hier fehlende Texte: {memos_missing}. {BACKUP.de}",
            f"Texts that are damaged in the memo file and missing here: {memos_missing}. {BACKUP.en}",
        )
        yield Finding("dbf.memo", "warning", words)
    elif memos_missing:
        words = Words(
            f"Die Memo-Datei (.dbt oder .fpt) liegt nicht daneben; fehlende Texte: {memos_missing}. Sie in denselben"
            " Ordner kopieren und neu einlesen.",
            f"The memo file (.dbt or .fpt) does not lie beside it; texts missing: {memos_missing}. Copy it into the"
            " same folder and learn it again.",
        )
        yield Finding("dbf.memo", "warning", words)
