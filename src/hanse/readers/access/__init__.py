"""Microsoft Access databases (.mdb, .accdb): tables, relationships, saved queries, through the programs of mdbtools."""

from hanse.errors import Unreadable
from hanse.readers.access import findings as say
from hanse.readers.access.contents import reading
from hanse.readers.access.header import MAGIC, header
from hanse.readers.access.tools import Database, missing
from hanse.readers.item import Item
from hanse.records import Counts, Reading
from hanse.words import Words

NAME = "access"
SUFFIXES = (".mdb", ".accdb", ".mde", ".accde", ".accdr")
TITLE = Words("Microsoft Access", "Microsoft Access")
HELP = Words(
    "Tabellen aus Access 97 bis heute mit Schlüsseln, Beziehungen und Beschreibungen, dazu der SQL-Text der"
    " gespeicherten Abfragen und die Anlagen. Braucht das Programm mdbtools. Nicht gelesen werden Formulare, Berichte,"
    " Makros, OLE-Objekte, berechnete Felder, der Inhalt verknüpfter Tabellen und mit Kennwort verschlüsselte"
    " .accdb-Dateien.",
    "Tables of Access 97 until today with keys, relationships and descriptions, the SQL text of saved queries and the"
    " attachments. Needs the program mdbtools. Not read: forms, reports, macros, OLE objects, calculated fields, the"
    " content of linked tables, and .accdb files encrypted with a password.",
)
SPEC = "https://github.com/mdbtools/mdbtools/blob/dev/HACKING.md"


def sniff(head: bytes, name: str) -> int:
    """Return 95 for the mark of Jet or ACE, 20 for the suffix alone."""
    if head[4:].startswith(MAGIC):
        return 95
    return 20 if name.lower().endswith(SUFFIXES) else 0


def read(item: Item) -> Reading:
    """Return all tables and queries. Raises Unreadable for what is no Access file, is encrypted or can't be opened."""
    head = header(item.head())
    if head is None:
        raise Unreadable(say.NO_ACCESS(item.name), hint=say.BACKUP)
    told = [say.version(head)]
    if len(item.head()) < head.page:
        return Reading(NAME, findings=(*told, say.cut(item.name, len(item.head()))), counts=Counts(1, 0, 1))
    if head.locked:
        raise Unreadable(say.ENCRYPTED(item.name), hint=say.DECRYPT)
    if missing():
        return Reading(NAME, findings=(*told, say.tools_missing()), counts=Counts(1, 0, 1))
    with Database(item, code_page=head.code_page) as database:
        return reading(NAME, item, database, told)
