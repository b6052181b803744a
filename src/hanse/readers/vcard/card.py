"""One vCard to a contact. Sources: vCard 2.1; RFC 2426 (3.0); RFC 6350 (4.0)."""

from collections.abc import Iterator

from hanse.readers._cards.components import MOST, Component
from hanse.readers._cards.contacts import Address, Contact
from hanse.readers._cards.lines import Line
from hanse.readers._cards.moments import day, in_utc, moment
from hanse.records import Finding, Place
from hanse.words import Words

_HOME, _MOBILE = frozenset({"HOME"}), frozenset({"CELL", "MOBILE", "IPHONE", "CAR", "PAGER", "TEXT"})


def contact(card: Component, number: int) -> Contact:
    """Return the card as a contact. number: from 1 in the file."""
    last, first, middle, *_ = [*_fields(card, "N"), "", "", ""]
    firm, *departments = [*_fields(card, "ORG"), ""]
    phones = _phones(card)
    office, home = _addresses(card)
    return Contact(
        place=Place(record=number, line=card.line, line_end=card.line_end),
        name=card.text("FN"),
        first=" ".join(filter(None, (first.strip(), middle.strip()))),
        last=last.strip(),
        firm=firm.strip(),
        department=", ".join(filter(None, departments)),
        position=card.text("TITLE") or card.text("ROLE"),
        mails=tuple(_plain(line.text(), "mailto:") for line in _preferred(card.all("EMAIL")) if line.text().strip()),
        phones=tuple(phones["work"]),
        home_phones=tuple(phones["home"]),
        mobiles=tuple(phones["mobile"]),
        faxes=tuple(phones["fax"]),
        office=office,
        home=home,
        web=card.text("URL"),
        birthday=day(card.text("BDAY")),
        groups=tuple(group for line in card.all("CATEGORIES") for group in line.items()),
        changed=in_utc(moment(card.text("REV"))),
        uid=card.text("UID"),
    )


def said(cards: list[Component], contacts: list[Contact]) -> Iterator[Finding]:
    """Yield what must be told of cards: birthdays that are no whole date, cards that say nothing."""
    birthdays = [
        (line, who)
        for card, who in zip(cards, contacts, strict=True)
        if who.birthday is None and (line := card.first("BDAY")) is not None and line.text().strip()
    ]
    for line, who in birthdays[:MOST]:
        yield _no_date(line, who.shown)
    for card, who in zip(cards, contacts, strict=True):
        if not who.shown:
            yield _nameless(card, who.place)


def _fields(card: Component, name: str) -> list[str]:
    line = card.first(name)
    return line.fields() if line else []


def _types(line: Line) -> frozenset[str]:
    return frozenset(kind.upper() for kind in line.parameters.get("TYPE", ()))


def _preferred(lines: list[Line]) -> list[Line]:
    """Return the lines with those first that the owner prefers (TYPE=PREF, or PREF=1 of vCard 4.0)."""
    return sorted(lines, key=_rank)


def _rank(line: Line) -> int:
    stated = line.parameter("PREF")
    if stated.isdecimal():
        return int(stated)
    return 0 if "PREF" in _types(line) else 101


def _phones(card: Component) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"work": [], "home": [], "mobile": [], "fax": []}
    for line in _preferred(card.all("TEL")):
        kinds = _types(line)
        number = _plain(line.text(), "tel:")
        if not number:
            continue
        if "FAX" in kinds:
            found["fax"].append(number)
        elif kinds & _MOBILE:
            found["mobile"].append(number)
        else:
            found["home" if kinds & _HOME and "WORK" not in kinds else "work"].append(number)
    return found


def _plain(text: str, scheme: str) -> str:
    plain = text.strip()
    return plain[len(scheme) :] if plain.lower().startswith(scheme) else plain


def _addresses(card: Component) -> tuple[Address, Address]:
    """Return the first business address (or the first of no stated kind) and the first private one."""
    office = home = Address()
    for line in _preferred(card.all("ADR")):
        kinds = _types(line)
        address = _address(line)
        if kinds & _HOME and "WORK" not in kinds:
            home = home if any(home) else address
        else:
            office = office if any(office) else address
    return office, home


def _address(line: Line) -> Address:
    """ADR: post office box, extension, street, town, region, postal code, country."""
    box, more, street, town, _, code, country, *_ = [*(part.strip() for part in line.fields()), *[""] * 7]
    first = " ".join(street.split("\n")) or (f"Postfach {box}" if box else "")
    return Address(", ".join(filter(None, (first, more))), code, town, country)


def _no_date(line: Line, who: str) -> Finding:
    raw = line.text().strip()[:80]
    words = Words(
        f"Der Geburtstag von {who or '?'} („{raw}“) ist kein ganzes Datum; die Zelle bleibt leer. Nichts zu tun.",
        f'The birthday of {who or "?"} ("{raw}") is no whole date; the cell stays empty. Nothing to do.',
    )
    return Finding("vcard.birthday", "info", words, line.place, raw)


def _nameless(card: Component, place: Place) -> Finding:
    words = Words(
        "Der Kontakt hat weder Namen noch Firma noch Mailadresse. Ihn im Adressbuch ansehen.",
        "The contact has neither name nor firm nor mail address. Look at it in the address book.",
    )
    return Finding("vcard.nameless", "warning", words, place, ", ".join(sorted({line.name for line in card.lines})))
