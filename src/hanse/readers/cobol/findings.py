"""What is said about a COBOL data file: each function returns what there is to say."""

from collections.abc import Iterator, Sequence

from hanse.readers.cobol.frames import Frames
from hanse.records import Finding, Place
from hanse.words import Words

MOST = 20  # findings of one kind in one column; from there on they are only counted
_PAGES = {"cp273": "CP273 (deutsch)", "cp1141": "CP1141 (deutsch mit €)", "cp037": "CP037", "cp500": "CP500"}
_KINDS = {
    "fixed": Words("Sätze fester Länge", "records of fixed length"),
    "rdw": Words("Sätze mit Längenfeld (RDW)", "records with a descriptor word (RDW)"),
    "bdw": Words(
        "Blöcke (BDW) aus Sätzen mit Längenfeld (RDW)", "blocks (BDW) of records with a descriptor word (RDW)"
    ),
    "lines": Words("eine Zeile je Satz", "one line for each record"),
    "counted": Words("Sätze, deren Länge ein Zähler bestimmt", "records whose length a counter decides"),
}


def no_copybook(name: str) -> Words:
    """Say that nothing describes the file."""
    return Words(
        f"{name}: neben der Datei liegt kein Copybook, das ihren Aufbau beschreibt.",
        f"{name}: no copybook that describes it lies beside the file.",
    )


def no_entries(name: str) -> Words:
    """Say that a copybook holds no data entries."""
    return Words(f"{name} enthält keine Datenbeschreibung.", f"{name} holds no data entries.")


def copybook(name: str, length: int, *, same_name: bool) -> Finding:
    """Say which copybook was used, and why."""
    why = Words("gleicher Name", "same name") if same_name else Words("als einziges passend", "the only one that fits")
    words = Words(
        f"Aufbau nach {name} ({why.de}), Satzlänge {length} Byte.",
        f"Layout by {name} ({why.en}), record length {length} bytes.",
    )
    return Finding("cobol.copybook", "info", words)


def code_page(encoding: str, *, ebcdic: bool, decided: bool) -> Finding:
    """Say which letters the file is written in."""
    name = _PAGES.get(encoding, encoding.upper())
    kind = "EBCDIC " if ebcdic else ""
    if decided:
        words = Words(f"Zeichensatz nach den Texten: {kind}{name}.", f"Code page by the texts: {kind}{name}.")
    else:
        words = Words(
            f"Zeichensatz: {kind}{name} (angenommen; kein Zeichen der Datei entscheidet es).",
            f"Code page: {kind}{name} (assumed; no letter of the file decides it).",
        )
    return Finding("cobol.codepage", "info", words)


def framing(found: Frames) -> Iterator[Finding]:
    """Say how the file is cut into records, and which bytes belong to none."""
    kind = _KINDS[found.kind]
    yield Finding("cobol.records", "info", Words(f"Aufteilung: {kind.de}.", f"Division: {kind.en}."))
    if found.before or (found.after and found.kind != "fixed"):
        words = Words(
            f"Byte vor dem ersten Satz: {found.before}, nach dem letzten: {found.after}; sie wurden nicht gelesen."
            " Prüfen, ob es Vor- und Nachspann sind oder das Copybook nicht passt.",
            f"Bytes before the first record: {found.before}, after the last: {found.after}; they were not read. Check"
            " whether they are a header and a trailer or the copybook does not fit.",
        )
        yield Finding("cobol.margin", "warning", words)


def incomplete(name: str, size: int, raw: str) -> Finding:
    """Say that the last record is cut off."""
    words = Words(
        f"Der letzte Satz bricht nach {size} Byte ab und fehlt. Die Datei neu übertragen (binär), oder das Copybook"
        " prüfen.",
        f"The last record breaks off after {size} bytes and is left out. Transfer the file anew (binary), or check the"
        " copybook.",
    )
    return Finding("cobol.incomplete", "error", words, Place(table=name), raw)


def redefined(pairs: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    """Say which second readings of the same bytes were left out."""
    if pairs:
        names = ", ".join(f"{other} ({first})" for other, first in pairs)
        words = Words(
            f"Redefinitionen derselben Bytes ohne entscheidendes Satzartfeld; gelesen wurde je die erste Form, nicht:"
            f" {names}.",
            f"Redefinitions of the same bytes without a record type that decides; the first form was read,"
            f" not: {names}.",
        )
        yield Finding("cobol.redefines", "warning", words)


def decided(pairs: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    """Say which field decides between readings of the same bytes."""
    for field, names in pairs:
        words = Words(f"{field} entscheidet zwischen: {names}.", f"{field} decides between: {names}.")
        yield Finding("cobol.recordtype", "info", words)


def several(used: str, others: Sequence[str]) -> Finding:
    """Say that a copybook has several records and nothing tells them apart."""
    names = ", ".join(others)
    words = Words(
        f"Das Copybook hat mehrere Sätze, und kein Feld sagt, welcher gilt; gelesen als {used}, nicht als {names}. Das"
        " Copybook auf den richtigen Satz kürzen oder die Satzart als Stufe 88 eintragen.",
        f"The copybook has several records and no field says which holds; read as {used}, not as {names}. Shorten the"
        " copybook to the right record, or enter the record type as level 88.",
    )
    return Finding("cobol.several", "warning", words)


def unknown_type(field: str, value: str, place: Place, raw: str) -> Finding:
    """Say that a record is of none of the types."""
    words = Words(
        f"Satzart „{value}“ in {field} kommt im Copybook nicht vor; der Satz fehlt. Das Copybook ergänzen.",
        f'Record type "{value}" in {field} is not in the copybook; the record is left out. Complete the copybook.',
    )
    return Finding("cobol.type", "error", words, place, raw)


def more_types(count: int) -> Finding:
    """Say how many more records are of none of the types."""
    words = Words(f"Weitere Sätze unbekannter Satzart: {count}.", f"More records of an unknown type: {count}.")
    return Finding("cobol.type", "error", words)


def pictures(names: Sequence[str]) -> Iterator[Finding]:
    """Say which fields have no description that can be understood."""
    if names:
        words = Words(
            f"Ohne verständliche PICTURE, nicht gelesen: {', '.join(names)}. Folgende Felder können verschoben sein:"
            " das Copybook prüfen.",
            f"Without an understandable PICTURE, not read: {', '.join(names)}. Fields behind them may be shifted: check"
            " the copybook.",
        )
        yield Finding("cobol.picture", "warning", words)


def floats(name: str) -> Finding:
    """Say which notation of floats was found."""
    english = name.replace("hexadezimal", "hexadecimal").replace("niedriges Byte zuerst", "low byte first")
    words = Words(f"Gleitkommazahlen: {name}.", f"Floats: {english}.")
    return Finding("cobol.floats", "info", words)


def dates(pairs: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    """Say which numbers were read as dates."""
    if pairs:
        names = ", ".join(f"{name} ({order})" for name, order in pairs)
        yield Finding("cobol.dates", "info", Words(f"Datum in: {names}.", f"Dates in: {names}."))


def value(name: str, raw: str, place: Place) -> Finding:
    """Say that a cell is empty here because its bytes are no value of its type."""
    words = Words(
        f"{name}: die Bytes {raw[:40]} sind kein gültiger Wert, die Zelle bleibt leer. Copybook und Übertragung prüfen"
        " (binär, ohne Umsetzung).",
        f"{name}: the bytes {raw[:40]} are no valid value, the cell stays empty. Check the copybook and the transfer"
        " (binary, without translation).",
    )
    return Finding("cobol.value", "warning", words, place, raw[:500])


def more_values(name: str, more: int) -> Finding:
    """Say how many more cells of a column are like those reported one by one."""
    words = Words(f"{name}: weitere Zellen wie die gemeldeten: {more}.", f"{name}: more cells like those: {more}.")
    return Finding("cobol.value", "warning", words)


def count(name: str, field: str, place: Place) -> Finding:
    """Say that a counter of repeats is no number, or too large."""
    words = Words(
        f"{name}: der Zähler {field} ist ungültig; Wiederholungen dieses Satzes fehlen. Den Satz prüfen.",
        f"{name}: the counter {field} is not valid; repeats of this record are left out. Check the record.",
    )
    return Finding("cobol.count", "warning", words, place)
