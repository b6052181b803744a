"""What only the EDIFACT reader tells people."""

from hanse.readers._edi.nodes import Node
from hanse.readers.edifact.marks import Stretch
from hanse.records import Finding, Place
from hanse.words import Words


def separators(stretch: Stretch) -> Finding:
    """Tell which separators were used."""
    seps = stretch.seps
    used = " ".join(f"{c!r}" for c in (seps.component, seps.element, seps.decimal, seps.release, seps.terminator) if c)
    said = Words("UNA", "UNA") if stretch.stated else Words("Standard, ohne UNA", "standard, no UNA")
    words = Words(
        f"Trennzeichen ({said.de}): {used}; Zahlen mit Komma oder Punkt werden beide gelesen.",
        f"Separators ({said.en}): {used}; numbers with comma or point are both read.",
    )
    return Finding("edifact.separators", "info", words, Place(line=stretch.line))


def bare(place: Place, code: str, kind: str) -> Finding:
    """Tell of a message without an envelope."""
    words = Words(
        f"Die Nachricht hat keinen Umschlag (UNB, UNH). Nach der Belegart {code or '?'} gelesen als"
        f" {kind or 'unbekannt'}.",
        f"The message has no envelope (UNB, UNH). By document code {code or '?'} it was read as {kind or 'unknown'}.",
    )
    return Finding("edifact.bare", "info", words, place)


def net(place: Place) -> Finding:
    """Tell where the net amount was taken from."""
    words = Words(
        "Die Rechnung nennt keinen Nettobetrag (MOA+125 oder 389) und keine Zu- oder Abschläge; als Netto gilt die"
        " Summe der Positionen (MOA+79).",
        "The invoice states no net amount (MOA+125 or 389) and no charges; the sum of the lines (MOA+79) counts"
        " as net.",
    )
    return Finding("edifact.net", "info", words, place)


def no_code(node: Node, code: str) -> Finding:
    """Tell of a qualifier that is too long to be one."""
    words = Words(
        f"{node.tag}+{code}: kein gültiger Qualifier (höchstens drei Zeichen). Das Segment steht nur in der"
        " Segmenttabelle.",
        f"{node.tag}+{code}: no valid qualifier (three characters at most). The segment is only in the table of"
        " segments.",
    )
    return Finding("edifact.code", "warning", words, node.place)


def twice(node: Node) -> Finding:
    """Tell of a section mark that stands there again."""
    words = Words(
        "UNS steht mehrfach mit demselben Abschnitt da; die Nachricht hat einen Aufbaufehler.",
        "UNS stands there more than once with the same section; the message is wrongly built.",
    )
    return Finding("edifact.twice", "warning", words, node.place)
