"""One table for each type of segment: the dictionary's columns first, whatever else the file has behind them."""

from hanse.readers.idoc.layout import cell, columns, control_title, fields, fixed, title
from hanse.readers.idoc.segment import Document, Segment
from hanse.records import Cell, Column, Finding, Place, Table
from hanse.words import Words

_HEAD = (
    Column("IDoc", "IDoc-Nummer", "text", role="key"),
    Column("SEGNUM", "Nummer des Segments", "text", role="key"),
    Column("PSGNUM", "Nummer des übergeordneten Segments", "text", role="key"),
    Column("HLEVEL", "Ebene", "text"),
)
_REST = Column("Rest", "Inhalt ohne bekannten Aufbau", "text", role="text")


def tables(documents: list[Document]) -> tuple[tuple[Table, ...], list[Finding]]:
    """Return the control records, then a table for each segment type; findings for what isn't known or isn't right."""
    by_name: dict[str, list[tuple[str, Segment]]] = {}
    for document in documents:
        number = document.control.values.get("DOCNUM", "")
        for segment in document.segments:
            by_name.setdefault(segment.name, []).append((number, segment))
    findings: list[Finding] = []
    made = [_segment_table(name, segments, findings) for name, segments in sorted(by_name.items())]
    return (_control_table(documents), *made), findings


def _control_table(documents: list[Document]) -> Table:
    known = [name for name, _ in fixed("control", "EDI_DC40")]
    names = list(dict.fromkeys([*known, *(name for d in documents for name in d.control.values)]))
    rows = tuple(tuple(d.control.values.get(name) or None for name in names) for d in documents)
    made = tuple(Column(name, control_title(name), "text") for name in names)
    places = tuple(document.control.place for document in documents)
    return Table("idoc_kontrolle", "IDoc-Kontrollsätze", made, rows, places, kind="idoc.control")


def _segment_table(name: str, segments: list[tuple[str, Segment]], findings: list[Finding]) -> Table:
    known = columns(name)
    kinds = {field.name: field.kind for field in fields(name)}
    more = list(dict.fromkeys(n for _, segment in segments for n in segment.values if n not in kinds))
    rest = any(segment.rest for _, segment in segments)
    if not known:
        findings.append(_unknown(name, segments))
    elif more or rest:
        findings.append(_more(name, [*more, *(["Rest"] if rest else [])], segments[0][1].place))
    order = [*(column.name for column in known), *more]
    rows = tuple(
        _row(number, segment, order, kinds, findings) + ((segment.rest or None,) if rest else ())
        for number, segment in segments
    )
    made = (*_HEAD, *known, *(Column(n, n, "text") for n in more), *((_REST,) if rest else ()))
    places = tuple(segment.place for _, segment in segments)
    kind = f"idoc.{name}" if known else ""
    short = name.lower() if name.isupper() else name  # two names that differ only in case stay two tables
    return Table(f"idoc_{short}", f"{title(name) or 'Segment'} ({name})", made, rows, places, kind=kind)


def _row(
    number: str, segment: Segment, order: list[str], kinds: dict[str, str], findings: list[Finding]
) -> tuple[Cell, ...]:
    row: list[Cell] = [number or None, segment.number or None, segment.parent or None, segment.level or None]
    for name in order:
        value, right = cell(segment.values.get(name, ""), kinds.get(name, "t"))
        if not right:
            findings.append(_wrong(segment, name))
        row.append(value)
    return tuple(row)


def _wrong(segment: Segment, name: str) -> Finding:
    raw = segment.values[name]
    words = Words(
        f"{segment.name}-{name}: „{raw[:60]}“ ist kein gültiger Wert. Das Feld bleibt leer; bitte in der Datei"
        " nachsehen.",
        f"{segment.name}-{name}: '{raw[:60]}' is no valid value. The field stays empty; please look at the file.",
    )
    return Finding("idoc.value", "warning", words, segment.place, raw=raw[:500])


def _unknown(name: str, segments: list[tuple[str, Segment]]) -> Finding:
    flat = any(segment.rest for _, segment in segments)
    how = Words("als ein Text", "as one text") if flat else Words("mit den Namen der Datei", "with the file's names")
    words = Words(
        f"Das Segment {name} ist nicht im Wörterbuch; {len(segments)} Segmente stehen {how.de} in idoc_{name.lower()}.",
        f"Segment {name} is not in the dictionary; {len(segments)} segments stand {how.en} in idoc_{name.lower()}.",
    )
    return Finding("idoc.segment", "info", words, segments[0][1].place)


def _more(name: str, more: list[str], place: Place) -> Finding:
    said = ", ".join(more[:8])
    words = Words(
        f"{name} hat Felder, die nicht im Wörterbuch sind ({said}); sie stehen als Text in der Tabelle.",
        f"{name} has fields that are not in the dictionary ({said}); they stand as text in the table.",
    )
    return Finding("idoc.fields", "info", words, place)
