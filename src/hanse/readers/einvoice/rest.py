"""What no other table holds: rare terms, and the fields that are no term at all. Nothing is lost."""

from collections.abc import Iterator

from hanse.readers._invoice import Element, Group, Term, Value, day, decimal, model, path_of, tidy
from hanse.readers.einvoice import columns
from hanse.readers.einvoice.filling import Filling
from hanse.records import Place, Table

_STRUCTURE = (
    "TaxScheme/ID", "ChargeIndicator", "ChargeIndicator/Indicator", "ApplicableTradeTax/TypeCode",
    "CategoryTradeTax/TypeCode", "AppliedTradeTax/TypeCode", "AdditionalReferencedDocument/TypeCode", "UBLVersionID",
    "DocumentTypeCode", "ReferenceTypeCode",
)  # fmt: skip
"""Fields that say how to read their neighbours; the terms say that already."""

_SILENT = {("BT-157-1", "0160")}
"""The scheme that everybody expects of a GTIN."""

_REPEATS = {"BT-28": "BT-27", "BT-45": "BT-44", "BT-149-1": "BT-149"}
_MOST = 20_000
"""So many fields that are no term become rows; a file with more is no invoice."""


def tables(filling: Filling) -> list[Table]:
    """Return the tables of rare terms and of other fields, where there are any."""
    more = list(_terms(filling, filling.invoice, None))
    other = list(_fields(filling))
    made = (
        ("invoice.more", "rechnungsangaben", "Weitere Angaben der Rechnungen", columns.MORE, more),
        ("invoice.other", "rechnungsfelder", "Nicht zugeordnete XML-Felder der Rechnungen", columns.OTHER, other),
    )
    return [
        Table(name, title, wanted, tuple(row for row, _ in rows), tuple(place for _, place in rows), (), kind)
        for kind, name, title, wanted, rows in made
        if rows
    ]


Placed = tuple[tuple[str | None, ...], Place]


def _terms(filling: Filling, group: Group, position: str | None) -> Iterator[Placed]:
    """Yield the values that no row has, and what goes with values that one has, in the order of the model."""
    if group.name in {"BG-25", "BG-DEX-01"}:
        position = group.text("BT-126") or position
    for values in group.values.values():
        for value in values:
            if value not in filling.used and not _said_before(value, group):
                yield _row(filling, position, value.term, _shown(value), value.element)
            for name, text in value.extras.items():
                if (name, text) not in _SILENT and text != value.text:
                    yield _row(filling, position, model().terms[name], text, value.element)
    for groups in group.groups.values():
        for below in groups:
            yield from _terms(filling, below, position)


def _said_before(value: Value, group: Group) -> bool:
    """Tell whether a value only repeats another, such as a trading name that is the name, or is a discount of 0."""
    if value.term.name in _REPEATS:
        return value.text == group.text(_REPEATS[value.term.name])
    if value.term.name == "BT-147":
        return decimal(value.text) == 0
    if value.term.name == "BT-148":
        return decimal(value.text) == decimal(group.text("BT-146"))
    return value.term.name == "BT-150" and value.text == group.element.xpath(
        "string((InvoicedQuantity | CreditedQuantity | */BilledQuantity)/@unitCode)"
    )


def _shown(value: Value) -> str:
    found = day(value.text) if value.term.kind == "date" else None
    return found.isoformat() if found else value.text


def _row(filling: Filling, position: str | None, term: Term, text: str, element: Element) -> Placed:
    known = model().terms
    above = known.get(term.group)
    group = known.get(above.group) if above and above.kind != "group" else above
    title = f"{above.title.de}: {term.title.de}" if above and above.kind != "group" else term.title.de
    row = (filling.number, position, group.title.de if group else None, term.name, title, text)
    return row, Place(part=path_of(element))


def _fields(filling: Filling) -> Iterator[Placed]:
    taken = {value.element for group in filling.invoice.under() for many in group.values.values() for value in many}
    told = {(_bare(element), tidy(element)) for element in taken if not len(element) and len(element.text or "") < 500}
    count = 0
    for element in filling.invoice.element.iter("*"):
        if len(element) or element in taken or not (text := tidy(element)) or _covered(element, taken):
            continue
        bare = _bare(element)
        if bare.endswith(_STRUCTURE) or (bare, text) in told or count >= _MOST:
            continue
        count += 1
        yield (filling.number, bare, text[:2000]), Place(part=path_of(element))


def _covered(element: Element, taken: set[Element]) -> bool:
    """Tell whether an element lies in one whose text is a value already (a date's DateTimeString)."""
    return any(above in taken for above in element.iterancestors())


def _bare(element: Element) -> str:
    names = [element.tag, *(above.tag for above in element.iterancestors())]
    return "/".join(reversed(names[:-1]))
