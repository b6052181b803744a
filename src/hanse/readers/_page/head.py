"""The facts of an invoice's head from labels and their values on the page. Only where the label is clear."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from hanse.readers import _invoice
from hanse.readers._page import amounts
from hanse.readers._page.amounts import Style
from hanse.readers._page.labels import head_role, is_value, labels
from hanse.readers._page.words import Line, Segment, Sheet
from hanse.records import Cell, Place, Table

_MONEY = {"Netto", "Steuer", "Brutto", "Zahlbetrag"}
_DAYS = {"Rechnungsdatum", "Lieferdatum", "Fälligkeit"}
_CODE = re.compile(r"[A-Za-z0-9ÄÖÜäöü][\w/.\-–]*(?: ?[/\-] ?[\w.\-]+)*")
_IBAN = re.compile(r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}")
_TITLE = re.compile(
    r"^(?P<art>\w*rechnung|gutschrift|rechnungskorrektur|invoice|credit note|facture|avoir)(?: \(\d+\))?[\s:#]*"
    r"(?:(?:nr|nummer|no|number)\.?[\s:#]*)?(?P<number>[A-Z0-9][\w/.\-]*\d[\w/.\-]*)?"
    r"(?:\s*(?:vom|von|dated|date)\s+(?P<day>.+))?$",
    re.IGNORECASE,
)
_TOWN = re.compile(r"^(?:D-|DE |DE-)?(?P<plz>\d{5})\s+(?P<ort>[A-ZÄÖÜ][\wäöüß .\-/()]+)$")
_CREDITS = ("gutschrift", "credit note", "avoir")
_SALUTATIONS = {"herrn", "herr", "frau", "firma", "an", "an die", "an den", "familie", "eheleute"}


_DUE = re.compile(
    r"(?:zahlbar|zahlen|überweisen|begleichen|zahlung|fällig|remit|pay|due)[^.;]{0,80}?"
    r"(?:bis|am|by|until|on)\s+(?:spätestens\s+)?(?:zum\s+)?(\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}|\d{4}-\d{2}-\d{2})",
    re.IGNORECASE,
)


class Fact(NamedTuple):
    """A value of the head with where it stands."""

    role: str
    value: Cell
    sheet: Sheet
    box: tuple[float, float, float, float]


def kind(lines: Sequence[Line]) -> str:
    """Return the name of the paper's item table ("rechnungspositionen", ...) by its title; "" when it has none."""
    return _kind(_paper_title(lines))


def is_credit(lines: Sequence[Line]) -> bool:
    """Tell whether the paper's title says that it is a credit note."""
    return _paper_title(lines).startswith(_CREDITS)


def _paper_title(lines: Sequence[Line]) -> str:
    """Return the title, in small letters: of the texts that name a kind of paper the largest."""
    best, height = "", 0.0
    for line in lines:
        for s in line.segments:
            size = (s.y1 - s.y0) * (1.2 if s.bold else 1)
            if size > height * 1.02 and len(s.words) <= 8 and _kind(s.text.lower()):
                best, height = s.text.lower(), size
    return best


def _kind(words: str) -> str:
    """Return the kind of paper that a title names: it begins so, or its first word ends so (Abschlagsrechnung)."""
    if named := next((name for key, name in labels().kinds.items() if words.startswith(key)), ""):
        return named
    first = words.split(" ", 1)[0].strip(":.,")
    return next((labels().kinds[key] for key in ("rechnung", "gutschrift") if first.endswith(key)), "")


def facts(pages: Sequence[tuple[Sheet, list[Line]]]) -> dict[str, Fact]:
    """Return the clear facts by column name of hanse.readers._invoice; the first statement of each wins."""
    found: dict[str, Fact] = {}
    taxes: list[Fact] = []
    chosen = amounts.style(s.text for _, lines in pages for line in lines for s in line.segments if is_value(s.text))
    for sheet, lines in pages:
        for fact in _stated(sheet, lines, chosen):
            if fact.role == "Steuer":
                taxes.append(fact)
            elif fact.role not in found or (fact.role == "Brutto" and _more(fact, found["Brutto"])):
                found[fact.role] = fact
    if pages:
        found = {**_address(*pages[0]), **found}
    return _with_tax(found, taxes)


def taxes(pages: Sequence[tuple[Sheet, list[Line]]]) -> list[Fact]:
    """Return every tax that is stated under a label, whether it fits net and gross or not."""
    chosen = amounts.style(s.text for _, lines in pages for line in lines for s in line.segments if is_value(s.text))
    return [fact for sheet, lines in pages for fact in _stated(sheet, lines, chosen) if fact.role == "Steuer"]


def _more(a: Fact, b: Fact) -> bool:
    return isinstance(a.value, Decimal) and isinstance(b.value, Decimal) and a.value > b.value


def _with_tax(found: dict[str, Fact], taxes: list[Fact]) -> dict[str, Fact]:
    """Take the tax whose sum fits between net and gross; without such proof only a single statement counts."""
    amounts_of = [f.value for f in taxes if isinstance(f.value, Decimal)]
    net, gross = (found[name].value if name in found else None for name in ("Netto", "Brutto"))
    if isinstance(net, Decimal) and isinstance(gross, Decimal):
        wanted = gross - net
        if taxes and wanted in {sum(amounts_of, Decimal(0)), *amounts_of}:
            return {**found, "Steuer": taxes[0]._replace(value=wanted)}
        return found
    return {**found, "Steuer": taxes[0]} if len(set(amounts_of)) == 1 else found


def _stated(sheet: Sheet, lines: Sequence[Line], chosen: Style) -> Iterator[Fact]:
    for index, line in enumerate(lines):
        yield from _due(sheet, lines[index : index + 2], chosen)
        for number, s in enumerate(line.segments):
            yield from _from_title(s, sheet)
            label, rest = _split(s)
            role = head_role(label)
            if not role:
                continue
            value = rest or _beside(line, number, role) or _below(lines, index, s)
            cell = _read(role, value, chosen) if value else None
            if cell is not None:
                yield Fact(role, cell, sheet, (s.x0, line.y0, line.x1, line.y1))


def _due(sheet: Sheet, pair: Sequence[Line], chosen: Style) -> Iterator[Fact]:
    """Read the day of payment from a sentence, which may run over two lines."""
    match = _DUE.search(" ".join(line.text for line in pair))
    day = amounts.day(match[1], chosen) if match else None
    if day:
        yield Fact("Fälligkeit", day, sheet, (pair[0].x0, pair[0].y0, pair[0].x1, pair[-1].y1))


def _from_title(s: Segment, sheet: Sheet) -> Iterator[Fact]:
    match = _TITLE.match(s.text)
    if not match or not match["number"] or len(s.words) > 9:
        return
    box = (s.x0, s.y0, s.x1, s.y1)
    yield Fact("Rechnungsnummer", match["number"].rstrip(".,"), sheet, box)
    if match["day"] and (day := amounts.day(match["day"])):
        yield Fact("Rechnungsdatum", day, sheet, box)


def _split(s: Segment) -> tuple[str, str]:
    """Return label and value of one segment: cut at a colon, else after the longest label it begins with."""
    label, colon, rest = s.text.partition(":")
    if colon and head_role(label):
        return label, rest.strip()
    for cut in range(min(6, len(s.words)), 0, -1):
        label = " ".join(w.text for w in s.words[:cut])
        if head_role(label):
            return label, " ".join(w.text for w in s.words[cut:])
    return s.text, ""


def _beside(line: Line, number: int, role: str) -> str:
    later = line.segments[number + 1 :]
    if role in _MONEY:
        values = [s.text for s in later if is_value(s.text) and "%" not in s.text]
        return values[-1] if values else ""
    return later[0].text.lstrip(": ") if later and not head_role(later[0].text.rstrip(":")) else ""


def _below(lines: Sequence[Line], index: int, s: Segment) -> str:
    if index + 1 >= len(lines):
        return ""
    under = lines[index + 1]
    if under.y0 - s.y1 > 1.2 * (s.y1 - s.y0):
        return ""
    return next((b.text for b in under.segments if abs(b.x0 - s.x0) < 4 and not head_role(b.text)), "")


def _read(role: str, value: str, chosen: Style) -> Cell:
    readers: dict[str, Callable[[str], Cell]] = {"IBAN": _iban, "Käufer": _name, "BIC": _bic}
    if role in _MONEY:
        return amounts.amount(value, chosen) if is_value(value) and re.search(r"[.,]\d{2}(?!\d)", value) else None
    if role in _DAYS:
        return amounts.day(value, chosen)
    return readers.get(role, _code)(value)


def _code(value: str) -> str | None:
    match = _CODE.match(value)
    found = match.group().rstrip(".,-") if match else ""
    return found if any(ch.isdigit() for ch in found) and len(found) <= 40 and not amounts.day(found) else None


def _iban(value: str) -> str | None:
    match = _IBAN.match(value)
    return match.group().replace(" ", "") if match else None


def _bic(value: str) -> str | None:
    match = re.match(r"[A-Z]{6}[A-Z0-9]{2,5}\b", value)
    return match.group() if match else None


def _name(value: str) -> str | None:
    return value if 2 < len(value) <= 80 and any(ch.isalpha() for ch in value) else None


def _address(sheet: Sheet, lines: Sequence[Line]) -> dict[str, Fact]:
    """Return the buyer from the address window of a letter (DIN 5008: left, 45 to 90 mm from the top)."""
    low, high, half = 0.11 * sheet.height, 0.34 * sheet.height, 0.5 * sheet.width
    window = [
        s for line in lines if low < line.y0 < high for s in line.segments[:1] if s.x0 < half and s.x1 < half * 1.3
    ]
    towns = [i for i, s in enumerate(window) if _TOWN.match(s.text)]
    if len(towns) != 1 or towns[0] < 2:
        return {}
    town = window[towns[0]]
    above: list[Segment] = []
    for s in reversed(window[: towns[0]]):
        if abs(s.x0 - town.x0) > 6 or len(above) >= 6 or (above and above[-1].y0 - s.y1 > 1.8 * (s.y1 - s.y0)):
            break
        above.append(s)
    names = [
        s
        for s in reversed(above)
        if s.text.lower().strip(":") not in _SALUTATIONS and s.y1 - s.y0 >= 0.8 * (town.y1 - town.y0)
    ]
    match = _TOWN.match(town.text)
    if len(names) < 2 or match is None:
        return {}
    box = (town.x0, names[0].y0, max(s.x1 for s in [*names, town]), town.y1)
    cells = {"Käufer": names[0].text, "Käufer_PLZ": match["plz"], "Käufer_Ort": match["ort"].strip()}
    return {role: Fact(role, cell, sheet, box) for role, cell in cells.items()}


def table(found: dict[str, Fact], *, credit: bool) -> Table:
    """Return the facts as the one row of the table rechnungen; its place is the box around those of one page.

    credit: the paper is a credit note, whose amounts are negative in the signed columns.
    """
    first = next(iter(found.values())).sheet
    boxes = [f.box for f in found.values() if f.sheet.number == first.number]
    x0, y0, x1, y1 = (pick(b[i] for b in boxes) for i, pick in enumerate((min, min, max, max)))
    cells: dict[str, Cell] = {name: fact.value for name, fact in found.items()}
    row = tuple(cells.get(c.name, _invoice.sign(cells, c.name, credit=credit)) for c in _invoice.HEAD)
    place = Place(page=first.number, box=first.box(x0, y0, x1, y1))
    keys = ("Rechnungsnummer",)
    return Table(_invoice.HEAD_NAME, "Rechnungskopf", _invoice.HEAD, (row,), (place,), keys, _invoice.HEAD_KIND)
