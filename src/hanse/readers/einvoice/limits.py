"""Values of an e-invoice that can't be right: negative prices, periods that end before they begin, unknown codes."""

from collections.abc import Iterator

from hanse.readers._invoice import Group, Value, code_list, day, decimal, path_of
from hanse.records import Finding, Place
from hanse.words import Words

_PRICES = (("BR-27", "BT-146"), ("BR-28", "BT-148"))
_PERIODS = (("BR-29", "BG-14", "BT-73", "BT-74"), ("BR-30", "BG-26", "BT-134", "BT-135"))
_CODES = (
    ("BR-CL-01", "BT-3", "types"),
    ("BR-CL-17", "BT-118", "vat_categories"),
    ("BR-CL-18", "BT-151", "vat_categories"),
)


def check(invoice: Group) -> list[Finding]:
    """Return a finding for each value that can't be right."""
    return [*_prices(invoice), *_periods(invoice), *_unknown(invoice)]


def _prices(invoice: Group) -> Iterator[Finding]:
    for rule, term in _PRICES:
        for value in invoice.all(term):
            number = decimal(value.text)
            if number is not None and number < 0:
                yield _finding(rule, value, Words("ist negativ", "is negative"))


def _periods(invoice: Group) -> Iterator[Finding]:
    for rule, name, start, end in _PERIODS:
        for group in (group for group in invoice.under() if group.name == name):
            begin, last = group.first(start), group.first(end)
            days = [day(value.text) for value in (begin, last) if value]
            if last and len(days) == 2 and None not in days and days[1] < days[0]:  # type: ignore[operator]
                yield _finding(rule, last, Words("liegt vor dem Beginn", "is before the start"))


def _unknown(invoice: Group) -> Iterator[Finding]:
    for rule, term, name in _CODES:
        for value in invoice.all(term):
            if value.text not in code_list(name):
                yield _finding(rule, value, Words("ist kein Code der Liste", "is no code of the list"))


def _finding(rule: str, value: Value, said: Words) -> Finding:
    return Finding(
        f"einvoice.{rule}",
        "warning",
        Words(
            f"{value.term.title.de}: „{value.text[:60]}“ {said.de} ({rule}). Bitte beim Absender nachfragen.",
            f"{value.term.title.en}: '{value.text[:60]}' {said.en} ({rule}). Please ask the sender.",
        ),
        Place(part=path_of(value.element)),
        raw=value.text[:500],
    )
