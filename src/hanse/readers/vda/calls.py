"""The call-offs of a VDA 4905 message: one node for each date with its quantity, and one for the last receipt."""

from hanse.readers._edi import codes
from hanse.readers._edi.nodes import Message, Node
from hanse.readers.vda.layout import term
from hanse.records import Cell

_END, _PERIODS = "000000", "555555"


def calls(message: Message) -> list[tuple[Node, str]]:
    """Add ABRUF and EINGANG nodes to a message; return the dates that are none."""
    wrong: list[tuple[Node, str]] = []
    periods = False
    for record in sorted((n for tag in ("513", "514") for n in message.nodes.get(tag, ())), key=lambda n: n.record):
        if record.tag == "513":
            _receipt(message, record)
        for index in range(1, 9):
            raw, quantity = record.data.get(f"Abrufdatum {index}"), record.data.get(f"Abrufmenge {index}")
            if raw == _PERIODS:
                periods = True
            elif isinstance(raw, str) and (raw != _END or quantity):
                node = _call(message, record, raw, quantity, periods=periods)
                wrong += [(record, raw)] if node.data["Termin"] is None and not node.data["Einteilung"] else []
    return wrong


def _call(message: Message, record: Node, raw: str, quantity: Cell, *, periods: bool) -> Node:
    special = codes.labels("schedule.vda").get(raw, "")
    found = None if special else term(raw, periods=periods)
    first, last, period = found or (None, None, None)
    data: dict[str, Cell] = {
        "Code": raw if special else "Termin" if found else None,
        "Einteilung": special or ("Abruf" if found else None),
        "Zeitraum": period,
        "Termin": first,
        "Termin_bis": last,
        "Termin_roh": raw,
        "Menge": quantity,
    }
    return _add(message, "ABRUF", record, data)


def _receipt(message: Message, record: Node) -> None:
    said = record.data
    if not any(
        said.get(name)
        for name in ("Menge letzter Eingang", "Eingangs-Fortschrittszahl", "Lieferscheinnummer letzter Eingang")
    ):
        return
    data: dict[str, Cell] = {
        "Code": "Eingang",
        "Einteilung": codes.labels("schedule.vda")["Eingang"],
        "Termin": said.get("Lieferscheindatum letzter Eingang") or said.get("Erfassungsdatum letzter Eingang"),
        "Menge": said.get("Menge letzter Eingang"),
        "Fortschrittszahl": said.get("Eingangs-Fortschrittszahl"),
        "Referenz": said.get("Lieferscheinnummer letzter Eingang"),
    }
    _add(message, "EINGANG", record, data)


def _add(message: Message, tag: str, record: Node, data: dict[str, Cell]) -> Node:
    node = Node(tag, data, record.record, record.line, record.end)
    node.parent = message.root
    message.note(node)
    return node
