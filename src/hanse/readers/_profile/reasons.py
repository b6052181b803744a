"""What speaks for a proposed profile, in words. Decides nothing."""

from collections.abc import Sequence

from hanse.readers._profile import Column
from hanse.readers.cells import Letters
from hanse.words import Words

_TYPES = {
    "text": Words("Text", "text"), "integer": Words("ganze Zahl", "whole number"),
    "decimal": Words("Dezimalzahl", "decimal number"), "date": Words("Datum", "date"),
    "datetime": Words("Datum mit Uhrzeit", "date and time"), "time": Words("Uhrzeit", "time of day"),
    "boolean": Words("ja/nein", "yes/no"),
}  # fmt: skip


def encoding(letters: Letters) -> Words:
    """Return why this encoding."""
    code = letters.encoding
    if any(f.code == "encoding.guessed" for f in letters.findings):
        return Words(f"Zeichensatz {code}: so ergeben die Umlaute Sinn.", f"Encoding {code}: so umlauts make sense.")
    return Words(f"Zeichensatz {code}: alle Zeichen sind gültig.", f"Encoding {code}: all characters are valid.")


def header(line: int) -> Words:
    """Return why this header."""
    if not line:
        return Words("Keine Kopfzeile: schon die erste Zeile enthält Werte.", "No header: the first line holds values.")
    return Words(
        f"Kopfzeile in Zeile {line}: nur Namen, darunter stehen Daten.",
        f"Header in line {line}: nothing but names, with data below.",
    )


def column(made: Column, texts: Sequence[str]) -> Words:
    """Return why this type, with an example."""
    full = [text for text in texts if text]
    example = full[0][:40] if full else ""
    mark = Words(*({",": (" mit Komma", " with comma")}.get(made.decimal, (" mit Punkt", " with point"))))
    decimal = mark if made.type == "decimal" else Words("", "")
    format_ = f" {made.format}" if made.format else ""
    de, en = _TYPES[made.type]
    return Words(
        f"„{made.name}“: {de}{decimal.de}{format_}, nach {len(full)} Werten, z. B. „{example}“.",
        f'"{made.name}": {en}{decimal.en}{format_}, by {len(full)} values such as "{example}".',
    )
