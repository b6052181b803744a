"""What the header says, as a table of one row and as text, so that it can be asked for and found."""

from hanse.readers.datev import layout
from hanse.readers.datev.header import Header
from hanse.records import Block, Cell, Column, Document, Place, Table

_COLUMNS = (
    Column("Stapel", "Stapel (Datei)", "text", role="key"),
    Column("Kennzeichen", "Geschrieben von", "text", role="code", labels=layout.labels("Kennzeichen")),
    Column("Version", "Version des DATEV-Formats", "integer"),
    Column("Kategorie", "Art der Daten (Kategorie)", "text", role="code", labels=layout.labels("Kategorie")),
    Column("Formatname", "Name des Formats", "text"),
    Column("Formatversion", "Version der Kategorie", "integer"),
    Column("Erzeugt am", "Erzeugt am", "datetime", role="date"),
    Column("Herkunft", "Herkunft", "text"),
    Column("Exportiert von", "Exportiert von", "text", role="party"),
    Column("Berater", "Beraternummer", "text", role="key"),
    Column("Mandant", "Mandantennummer", "text", role="key"),
    Column("Wirtschaftsjahr", "Beginn des Wirtschaftsjahres", "date", role="date"),
    Column("Sachkontenlänge", "Stellen der Sachkonten", "integer"),
    Column("Datum von", "Zeitraum von", "date", role="date"),
    Column("Datum bis", "Zeitraum bis", "date", role="date"),
    Column("Bezeichnung", "Bezeichnung", "text", role="text"),
    Column("Diktatkürzel", "Diktatkürzel", "text"),
    Column("Stapelart", "Art des Stapels", "text", role="code", labels=layout.labels("Stapelart")),
    Column("Rechnungslegungszweck", "Rechnungslegungszweck", "text", role="code",
           labels=layout.labels("Rechnungslegungszweck")),
    Column("Festschreibung", "Festschreibung", "text", role="flag", labels=layout.labels("Festschreibung")),
    Column("WKZ", "Hauswährung", "text", role="code"),
    Column("Kontenrahmen", "Kontenrahmen (SKR)", "text", role="code"),
    Column("Sätze", "Sätze in der Datei", "integer", role="quantity"),
)  # fmt: skip


def table(found: Header, records: int) -> Table:
    """Return the header as a row; records: how many the file has."""
    texts: tuple[Cell, ...] = (
        found.batch, found.mark, found.version, str(found.category) if found.category is not None else None,
        found.format_name or None, found.format_version, found.created, found.origin or None,
        found.exported_by or None, found.adviser or None, found.client or None, found.year_start,
        found.account_length, found.start, found.end, found.label or None, found.dictation or None,
        found.batch_type or None, found.purpose or None, found.locked or None, found.currency or None,
        found.chart or None, records,
    )  # fmt: skip
    made = layout.tables().head
    return Table(made.name, made.title, _COLUMNS, (texts,), (Place(line=1),), ("Stapel",), made.kind, made.about)


def document(found: Header, records: int) -> Document:
    """Return the header in words."""
    title = f"DATEV {found.format_name or found.category} {found.label}".strip()
    facts = [f"Berater {found.adviser}" if found.adviser else "", f"Mandant {found.client}" if found.client else ""]
    if found.start and found.end:
        facts.append(f"Zeitraum {found.start:%d.%m.%Y} bis {found.end:%d.%m.%Y}")
    if found.year_start:
        facts.append(f"Wirtschaftsjahr ab {found.year_start:%d.%m.%Y}")
    if found.exported_by:
        facts.append(f"exportiert von {found.exported_by}")
    said = ", ".join(fact for fact in [*facts, f"{records} Sätze"] if fact)
    return Document(title, (Block(title, Place(line=1), "heading"), Block(said, Place(line=1))))
