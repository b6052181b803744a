"""The e-invoices that a PDF carries: which one counts, and whether the printed pages say the same."""

from collections.abc import Sequence
from typing import NamedTuple

from hanse.errors import Unreadable
from hanse.readers import _invoice
from hanse.readers._page import compare
from hanse.readers._page.compare import Compared
from hanse.readers._page.paper import Xml
from hanse.readers._page.words import Sheet, lines
from hanse.records import Cell, Check, Finding, Inside, Place
from hanse.words import Words

NAMES = {"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"}
"""What the attachment is called in ZUGFeRD 2 and Factur-X, in ZUGFeRD 1 and 2.0, and in the profile XRECHNUNG."""

_COMPARED = {
    "Rechnungsnummer": "BT-1", "Rechnungsdatum": "BT-2", "Verkäufer": "BT-27", "Verkäufer_USt_ID": "BT-31",
    "Steuer": "BT-110", "Brutto": "BT-112", "Zahlbetrag": "BT-115",
}  # fmt: skip
_KEEPS_PROMISE = (
    b"urn:factur-x:pdfa:CrossIndustryDocument",
    b"urn:zugferd:pdfa:CrossIndustryDocument",
    b"urn:ferd:pdfa:",
)
_MOST_COMPARED = 5


class Carried(NamedTuple):
    """The attachments to hand on, the e-invoice among them that counts, and what is to be said of them."""

    inside: tuple[Inside, ...]
    invoice: _invoice.Group | None
    findings: tuple[Finding, ...]


def carried(inside: Sequence[Inside], data: bytes) -> Carried:
    """Return the attachments without a second copy of the same e-invoice, which would count twice."""
    findings: list[Finding] = []
    found: list[tuple[Inside, _invoice.Group]] = []
    for one in sorted(inside, key=lambda i: i.name.lower() not in NAMES):
        group = _read(one, findings)
        if group is not None:
            found.append((one, group))
    if not found:
        return Carried(tuple(inside), None, (*findings, *_promised(inside, data)))
    first, invoice = found[0]
    if first.name.lower() not in NAMES:
        findings.append(_odd_name(first.name))
    again = [one for one, group in found[1:] if _key(group) == _key(invoice)]
    findings += [_twice(first.name, one.name) for one in again]
    findings += [_another(first.name, one.name) for one, _ in found[1:] if one not in again]
    return Carried(tuple(one for one in inside if one not in again), invoice, tuple(findings))


def holds(invoice: _invoice.Group | None) -> Xml:
    """Return what an e-invoice holds of what is printed; the profiles MINIMUM and BASIC WL have no lines."""
    if invoice is None:
        return Xml.NONE
    return Xml.LINES if invoice.groups.get("BG-25") else Xml.HEAD


def _read(one: Inside, findings: list[Finding]) -> _invoice.Group | None:
    named = one.name.lower() in NAMES
    if not named and not one.name.lower().endswith(".xml"):
        return None
    try:
        parsed = _invoice.parse(one.data, one.name)
    except Unreadable as error:
        if named:
            findings.append(_broken(one.name, error.message))
        return None
    invoice = _invoice.read(parsed.root, parsed.syntax)
    if invoice.first("BT-1") or invoice.first("BT-112"):
        return invoice
    if named:
        nothing = Words("keine Rechnungsnummer, kein Betrag", "no invoice number, no amount")
        findings.append(_broken(one.name, nothing))
    return None


def _key(invoice: _invoice.Group) -> tuple[str, str]:
    return invoice.text("BT-1"), invoice.text("BT-112")


def judge(sheets: Sequence[Sheet], invoice: _invoice.Group) -> tuple[list[Check], list[Finding]]:
    """Return whether the printed pages say what the e-invoice says, value by value."""
    pages = [
        (sheet, lines(sheet.words)) for sheet in [*sheets[: _MOST_COMPARED - 1], *sheets[_MOST_COMPARED - 1 :][-1:]]
    ]
    done = compare.compare(pages, _wanted(invoice))
    checks = [_check(one) for one in done]
    unseen = [one for one in done if one.agrees is None]
    findings = [_differs(one, _path(invoice, one.name)) for one in done if one.agrees is False]
    return checks, findings + ([_not_seen(unseen)] if unseen else [])


def _wanted(invoice: _invoice.Group) -> dict[str, Cell]:
    types = {column.name: column.type for column in _invoice.HEAD}
    made = {"decimal": _invoice.decimal, "date": _invoice.day}
    texts = {name: invoice.text(term) for name, term in _COMPARED.items()}
    return {name: made[types[name]](text) if types[name] in made else text for name, text in texts.items() if text}


def _path(invoice: _invoice.Group, name: str) -> str:
    value = invoice.first(_COMPARED[name])
    return _invoice.path_of(value.element) if value else ""


def _title(name: str) -> Words:
    return _invoice.model().terms[_COMPARED[name]].title


def _check(one: Compared) -> Check:
    title = _title(one.name)
    words = Words(f"{title.de}: Seite und E-Rechnung stimmen überein", f"{title.en}: page and e-invoice agree")
    printed = one.wanted if one.agrees and one.printed is None else one.printed
    return Check(f"pdf.xml_{_COMPARED[one.name]}", words, one.agrees, _said(one.wanted), _said(printed), one.place)


def _said(value: Cell) -> str:
    return "" if value is None else str(value)


def _differs(one: Compared, path: str) -> Finding:
    title = _title(one.name)
    return Finding(
        "pdf.xml_differs",
        "warning",
        Words(
            f"{title.de}: gedruckt ist {_said(one.printed)}, die E-Rechnung nennt {_said(one.wanted)} ({path}). "
            "Rechtlich zählt die E-Rechnung; vor dem Bezahlen beim Absender nachfragen.",
            f"{title.en}: printed is {_said(one.printed)}, the e-invoice says {_said(one.wanted)} ({path}). "
            "By law the e-invoice counts; ask the sender before paying.",
        ),
        one.place,
        raw=_said(one.printed),
    )


def _not_seen(unseen: Sequence[Compared]) -> Finding:
    german = ", ".join(f"{_title(one.name).de} ({_said(one.wanted)})" for one in unseen)
    english = ", ".join(f"{_title(one.name).en} ({_said(one.wanted)})" for one in unseen)
    return Finding(
        "pdf.xml_not_seen",
        "info",
        Words(
            f"Im gedruckten Text nicht gefunden, daher nicht verglichen: {german}.",
            f"Not found in the printed text, so not compared: {english}.",
        ),
    )


def _promised(inside: Sequence[Inside], data: bytes) -> list[Finding]:
    """Report a file that says it is ZUGFeRD or Factur-X, but has no e-invoice inside."""
    if any(one.name.lower() in NAMES for one in inside) or not any(mark in data for mark in _KEEPS_PROMISE):
        return []
    return [
        Finding(
            "pdf.xml_missing",
            "warning",
            Words(
                "Die Datei nennt sich ZUGFeRD oder Factur-X, enthält aber keine E-Rechnung. Bitte neu anfordern.",
                "The file says that it is ZUGFeRD or Factur-X, but holds no e-invoice. Please ask for it again.",
            ),
        )
    ]


def _broken(name: str, why: Words) -> Finding:
    return Finding(
        "pdf.xml_broken",
        "warning",
        Words(
            f"Die E-Rechnung {name} ist nicht lesbar ({why.de}); es zählt die gedruckte Seite. Bitte neu anfordern.",
            f"The e-invoice {name} can't be read ({why.en}); the printed page counts. Please ask for it again.",
        ),
        Place(part=name),
    )


def _odd_name(name: str) -> Finding:
    return Finding(
        "pdf.xml_name",
        "info",
        Words(
            f"Die E-Rechnung heißt {name}; vorgesehen ist factur-x.xml oder xrechnung.xml. Sie wurde gelesen.",
            f"The e-invoice is called {name}; factur-x.xml or xrechnung.xml is meant. It was read.",
        ),
        Place(part=name),
    )


def _twice(first: str, again: str) -> Finding:
    return Finding(
        "pdf.xml_twice",
        "info",
        Words(
            f"{again} ist dieselbe Rechnung wie {first} (Nummer und Betrag); gezählt wird sie einmal, aus {first}.",
            f"{again} is the same invoice as {first} (number and amount); it counts once, from {first}.",
        ),
        Place(part=again),
    )


def _another(first: str, other: str) -> Finding:
    return Finding(
        "pdf.xml_two",
        "warning",
        Words(
            f"Die Datei enthält zwei verschiedene E-Rechnungen: {first} und {other}. Beide wurden gelesen; bitte "
            "klären, welche gilt.",
            f"The file holds two different e-invoices: {first} and {other}. Both were read; please find out which one "
            "counts.",
        ),
        Place(part=other),
    )
