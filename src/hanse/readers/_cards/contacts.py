"""The table of contacts that all address books share. Knows no format."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from hanse.records import Cell, Column, Place, Table

KIND = "people.contacts"
COLUMNS = (
    Column("Name", "Name", "text", role="party", term="FN"),
    Column("Vorname", "Vorname", "text", term="N"),
    Column("Nachname", "Nachname", "text", term="N"),
    Column("Firma", "Firma", "text", role="party", term="ORG"),
    Column("Abteilung", "Abteilung", "text", term="ORG"),
    Column("Position", "Position", "text", term="TITLE"),
    Column("E-Mail", "E-Mail", "text", term="EMAIL"),
    Column("E-Mail 2", "E-Mail 2", "text", term="EMAIL"),
    Column("E-Mail 3", "E-Mail 3", "text", about="die dritte und alle weiteren, mit Komma", term="EMAIL"),
    Column("Telefon", "Telefon", "text", about="geschäftlich oder ohne Angabe", term="TEL"),
    Column("Telefon 2", "Telefon 2", "text", about="weitere geschäftliche, mit Komma", term="TEL"),
    Column("Telefon privat", "Telefon privat", "text", term="TEL"),
    Column("Mobil", "Mobiltelefon", "text", term="TEL"),
    Column("Fax", "Fax", "text", term="TEL"),
    Column("Straße", "Straße", "text", about="Anschrift der Firma oder die einzige", term="ADR"),
    Column("PLZ", "Postleitzahl", "text", role="code", term="ADR"),
    Column("Ort", "Ort", "text", term="ADR"),
    Column("Land", "Land", "text", term="ADR"),
    Column("Straße privat", "Straße privat", "text", term="ADR"),
    Column("PLZ privat", "Postleitzahl privat", "text", role="code", term="ADR"),
    Column("Ort privat", "Ort privat", "text", term="ADR"),
    Column("Land privat", "Land privat", "text", term="ADR"),
    Column("Webseite", "Webseite", "text", term="URL"),
    Column("Geburtstag", "Geburtstag", "date", term="BDAY"),
    Column("Gruppen", "Gruppen", "text", term="CATEGORIES"),
    Column("Geändert", "Geändert am", "datetime", role="date", term="REV"),
    Column("Kennung", "Kennung", "text", role="key", term="UID"),
)


class Address(NamedTuple):
    """A postal address."""

    street: str = ""
    code: str = ""
    town: str = ""
    country: str = ""


class Contact(NamedTuple):
    """A person or firm of an address book."""

    place: Place
    name: str = ""
    first: str = ""
    last: str = ""
    firm: str = ""
    department: str = ""
    position: str = ""
    mails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    home_phones: tuple[str, ...] = ()
    mobiles: tuple[str, ...] = ()
    faxes: tuple[str, ...] = ()
    office: Address = Address()
    home: Address = Address()
    web: str = ""
    birthday: date | None = None
    groups: tuple[str, ...] = ()
    changed: datetime | None = None
    uid: str = ""

    @property
    def shown(self) -> str:
        """The name as people would call it."""
        return self.name or " ".join(filter(None, (self.first, self.last))) or self.firm or "".join(self.mails[:1])


def table(contacts: Iterable[Contact]) -> Table:
    """Return the contacts as rows."""
    listed = tuple(contacts)
    rows = tuple(map(_row, listed))
    return Table("Kontakte", "Kontakte", COLUMNS, rows, tuple(c.place for c in listed), kind=KIND)


def _row(contact: Contact) -> tuple[Cell, ...]:
    first_mail, second_mail, *more_mails = (*contact.mails, "", "")
    first_phone, *more_phones = (*contact.phones, "")
    texts = (
        *(contact.shown, contact.first, contact.last, contact.firm, contact.department, contact.position),
        *(first_mail, second_mail, _joined(more_mails), first_phone, _joined(more_phones)),
        *(_joined(contact.home_phones), _joined(contact.mobiles), _joined(contact.faxes)),
        *(*contact.office, *contact.home, contact.web),
    )
    cells: tuple[Cell, ...] = tuple(text.strip() or None for text in texts)
    return (*cells, contact.birthday, _joined(contact.groups) or None, contact.changed, contact.uid or None)


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(filter(None, texts)))
