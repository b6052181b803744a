"""What is said about an Access file: each function returns what there is to say."""

from collections.abc import Iterator

from hanse.readers.access.header import Header
from hanse.readers.access.system import Catalogue
from hanse.records import Finding, Place
from hanse.words import Words

BACKUP = Words(
    "Die Datei noch einmal kopieren (Access vorher schließen) oder aus einer Sicherung holen.",
    "Copy the file once more (close Access first) or get it from a backup.",
)
DECRYPT = Words(
    "In Access öffnen, unter Datei > Informationen das Kennwort entfernen, speichern und neu einlesen.",
    "Open it in Access, remove the password under File > Info, save it and learn it again.",
)


def NO_ACCESS(name: str) -> Words:  # noqa: N802 - reads like the constants beside it
    """Say that the mark of Access is missing."""
    return Words(
        f"{name} ist keine Access-Datei, oder ihr Anfang ist beschädigt.",
        f"{name} is no Access file, or its beginning is damaged.",
    )


def ENCRYPTED(name: str) -> Words:  # noqa: N802
    """Say that the file is encrypted."""
    return Words(
        f"{name} ist mit einem Kennwort verschlüsselt und kann ohne Access nicht gelesen werden.",
        f"{name} is encrypted with a password and can't be read without Access.",
    )


def BROKEN(name: str, said: str) -> Words:  # noqa: N802
    """Say that nothing could be listed."""
    return Words(f"{name}: die Access-Datei ist beschädigt ({said}).", f"{name}: the Access file is damaged ({said}).")


def COUNT(name: str) -> Words:  # noqa: N802
    """Name the check of rows."""
    return Words(f"{name}: Zeilen laut Datei und gelesene", f"{name}: rows by the file and rows read")


def version(head: Header) -> Finding:
    """Say which version wrote the file, and whether it has a password that protects nothing."""
    de, en = f"Format: {head.name}.", f"Format: {head.name.replace('bis', 'to').replace('oder neuer', 'or newer')}."
    if head.version == 0:
        de, en = f"{de} Zeichensatz: CP{head.code_page}.", f"{en} Code page: CP{head.code_page}."
    if head.password and not head.locked:
        de += " Das Datenbankkennwort verschlüsselt die Daten nicht; sie wurden gelesen. Ablage entsprechend schützen."
        en += " The database password does not encrypt the data; they were read. Guard the place where it lies."
        return Finding("access.password", "warning", Words(de, en))
    return Finding("access.version", "info", Words(de, en))


def cut(name: str, size: int) -> Finding:
    """Say that not even the first page is whole."""
    words = Words(
        f"{name} bricht nach {size} Byte ab; keine Tabelle ist lesbar. {BACKUP.de}",
        f"{name} breaks off after {size} bytes; no table can be read. {BACKUP.en}",
    )
    return Finding("access.cut", "error", words)


def tools_missing() -> Finding:
    """Say which program to install."""
    words = Words(
        "Zum Lesen von Access-Dateien fehlt das Programm mdbtools. Debian und Ubuntu: sudo apt install mdbtools; macOS:"
        " brew install mdbtools. Danach 'hanse sync'. Unter Windows die Tabellen in Access als Excel exportieren.",
        "The program mdbtools is needed to read Access files. Debian and Ubuntu: sudo apt install mdbtools; macOS:"
        " brew install mdbtools. Then 'hanse sync'. On Windows export the tables from Access to Excel.",
    )
    return Finding("access.mdbtools", "error", words)


def table_failed(name: str, said: str) -> Finding:
    """Say that a table can't be read at all."""
    words = Words(
        f"Tabelle {name} ist nicht lesbar ({said}). In Access „Datenbank komprimieren und reparieren“ ausführen.",
        f'Table {name} can\'t be read ({said}). Run "Compact and Repair Database" in Access.',
    )
    return Finding("access.table", "error", words, Place(table=name))


def row(name: str, number: int, raw: str) -> Finding:
    """Say that a row has too few or too many cells."""
    words = Words(
        "Die Zeile ist beschädigt und fehlt. In Access nachsehen.",
        "The row is damaged and left out. Look at it in Access.",
    )
    return Finding("access.row", "error", words, Place(table=name, record=number), raw[:500])


def count(name: str, stated: int, read: int) -> Finding:
    """Say that the file counts other rows than were read."""
    words = Words(
        f"{name}: laut Datei {stated} Zeilen, gelesen {read}. In Access „Datenbank komprimieren und reparieren“"
        " ausführen und vergleichen.",
        f'{name}: {stated} rows by the file, {read} read. Run "Compact and Repair Database" in Access and compare.',
    )
    return Finding("access.rows", "warning", words, Place(table=name))


def value(name: str, raw: str, place: Place) -> Finding:
    """Say that a cell is empty here because its text is no value of its type."""
    words = Words(
        f"{name}: „{raw[:60]}“ ist kein gültiger Wert, die Zelle bleibt leer. In Access nachsehen.",
        f'{name}: "{raw[:60]}" is no valid value, the cell stays empty. Look at it in Access.',
    )
    return Finding("access.value", "warning", words, place, raw[:500])


def more_values(name: str, more: int, place: Place) -> Finding:
    """Say how many more cells of a column are like those reported one by one."""
    words = Words(f"{name}: weitere Zellen wie die gemeldeten: {more}.", f"{name}: more cells like those: {more}.")
    return Finding("access.value", "warning", words, place)


def left_out(name: str, binary: list[str], calculated: list[tuple[str, str]]) -> Iterator[Finding]:
    """Say which columns have no values here."""
    if binary:
        names = ", ".join(binary)
        words = Words(
            f"{name}: Spalten mit Bildern oder Objekten wurden nicht gelesen: {names}.",
            f"{name}: columns with pictures or objects were not read: {names}.",
        )
        yield Finding("access.binary", "info", words, Place(table=name))
    if calculated:
        names = "; ".join(f"{field} = {expression}" for field, expression in calculated)
        words = Words(
            f"{name}: berechnete Felder wurden nicht gelesen: {names}. Werden sie gebraucht, die Tabelle aus Access"
            " nach Excel exportieren.",
            f"{name}: calculated fields were not read: {names}. If they are needed, export the table from Access to"
            " Excel.",
        )
        yield Finding("access.calculated", "warning", words, Place(table=name))


def linked(name: str, target: str, foreign: str) -> Finding:
    """Say that a table's rows lie elsewhere."""
    words = Words(
        f"{name} ist eine verknüpfte Tabelle ({foreign} in {target}); ihre Zeilen liegen nicht in dieser Datei. Die"
        " Quelle ebenfalls einlesen.",
        f"{name} is a linked table ({foreign} in {target}); its rows are not in this file. Learn that source too.",
    )
    return Finding("access.linked", "warning", words, Place(table=name), target)


def internal(listed: Catalogue) -> Iterator[Finding]:
    """Say how many queries belong to forms only, and whether Access has noted damage itself."""
    forms = sum(entry.name.startswith("~") for entry in listed.saved)
    if forms:
        words = Words(
            f"Abfragen, die nur zu Formularen und Berichten gehören, wurden übergangen: {forms}. Nichts zu tun.",
            f"Queries that only belong to forms and reports were passed over: {forms}. Nothing to do.",
        )
        yield Finding("access.forms", "info", words)
    if any(entry.name == "MSysCompactError" for entry in listed.entries):
        words = Words(
            "Access hat beim Komprimieren Fehler vermerkt (Systemtabelle MSysCompactError). Die letzten Datensätze in"
            " Access prüfen.",
            "Access noted errors when compacting (system table MSysCompactError). Check the last records in Access.",
        )
        yield Finding("access.compact", "warning", words)


def query(name: str) -> Finding:
    """Say that a query's text could not be put together."""
    words = Words(
        f"Der SQL-Text der Abfrage {name} ist nicht lesbar. Die Abfrage in Access ansehen.",
        f"The SQL text of the query {name} can't be read. Look at the query in Access.",
    )
    return Finding("access.query", "warning", words, Place(section=name))


def attachments_failed(name: str, said: str) -> Finding:
    """Say that none of the attachments of a column could be had."""
    words = Words(f"{name}: Anlagen nicht lesbar ({said}).", f"{name}: attachments can't be read ({said}).")
    return Finding("access.attachment", "warning", words, Place(table=name))


def attachment(name: str, place: Place) -> Finding:
    """Say that one attachment is damaged."""
    words = Words(
        f"{name}: die Anlage ist beschädigt. In Access speichern und einzeln einlesen.",
        f"{name}: the attachment is damaged. Save it from Access and learn it on its own.",
    )
    return Finding("access.attachment", "warning", words, place)
