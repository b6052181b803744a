"""The columns of a described table. Knows one VariableLength or FixedLength element and nothing around it."""

import msgspec
from lxml import etree

from hanse.readers.gdpdu.layout import Field, FieldKind
from hanse.readers.gdpdu.notes import Notes
from hanse.readers.gdpdu.words import number, text

_KEYS = ("VariablePrimaryKey", "FixedPrimaryKey")
_TAGS = (*_KEYS, "VariableColumn", "FixedColumn")
_KINDS: dict[str, FieldKind] = {"Numeric": "number", "AlphaNumeric": "text", "Date": "date"}


def fields(body: etree._Element, notes: Notes) -> tuple[Field, ...]:
    """Return the columns in the order of the document, keys and others mixed where the document mixes them."""
    found = [(element, _field(element, notes)) for element in body if element.tag in _TAGS]
    fixed = body.tag == "FixedLength"
    if fixed:
        for element, field in found:
            if field.end <= field.start:
                notes.add("no_span", element.getroottree().getpath(element), field.name)
        found = [(element, field) for element, field in found if field.end > field.start]
    return _apart([field for _, field in found], body, notes)


def _field(element: etree._Element, notes: Notes) -> Field:
    at = element.getroottree().getpath(element)
    name = text(element, "Name")
    if not name:
        notes.add("no_name", at)
    kinds = [child for child in element if child.tag in _KINDS]
    if len(kinds) != 1:
        notes.add("no_kind" if not kinds else "kinds", at, name)
    kind = kinds[0] if kinds else element
    start, end = _span(element, notes)
    return Field(
        name=name or f"Spalte {len(list(element.itersiblings(*_TAGS, preceding=True))) + 1}",
        kind=_KINDS.get(str(kind.tag), ""),
        about=text(element, "Description"),
        accuracy=number(kind, "Accuracy", 0, notes) if kind.tag == "Numeric" else None,
        implied=number(kind, "ImpliedAccuracy", 0, notes) if kind.find("ImpliedAccuracy") is not None else None,
        format=text(kind, "Format") or text(element, "Format") or "DD.MM.YYYY",
        longest=_longest(element, kind, notes),
        labels=_labels(element, notes),
        key=element.tag in _KEYS,
        start=start,
        end=end,
    )


def _longest(element: etree._Element, kind: etree._Element, notes: Notes) -> int | None:
    """Return MaxLength, which belongs beside AlphaNumeric; some write it inside, or where it means nothing."""
    holder = element if element.find("MaxLength") is not None else kind
    if holder.find("MaxLength") is None:
        return None
    if kind.tag != "AlphaNumeric":
        notes.add("max_length", element.getroottree().getpath(element), text(element, "Name"))
        return None
    return number(holder, "MaxLength", 0, notes) or None


def _labels(element: etree._Element, notes: Notes) -> tuple[tuple[str, str], ...]:
    found = [(text(e, "From"), text(e, "To")) for e in element.iter("Map")]
    if found and element.find("AlphaNumeric") is None:
        notes.add("map_of_others", element.getroottree().getpath(element), text(element, "Name"))
    return tuple(dict.fromkeys((code, label) for code, label in found if code or label))


def _span(element: etree._Element, notes: Notes) -> tuple[int, int]:
    """Return the bytes of a fixed column from 0, end not included; (0, 0) where none are named."""
    found = element.find("FixedRange")
    if found is None:
        return 0, 0
    start = max(1, number(found, "From", 1, notes))
    if found.find("To") is not None:
        return start - 1, number(found, "To", 0, notes)
    return start - 1, start - 1 + number(found, "Length", 0, notes)


def _apart(found: list[Field], body: etree._Element, notes: Notes) -> tuple[Field, ...]:
    """Mark key columns that are named once more, and number other columns of one name."""
    at = body.getroottree().getpath(body)
    seen: dict[str, Field] = {}
    out: list[Field] = []
    for field in found:
        first = seen.get(field.name.casefold())
        if first is None:
            seen[field.name.casefold()] = field
            out.append(field)
        elif first.key and not field.key:
            notes.add("key_repeated", at, field.name)
            out.append(msgspec.structs.replace(field, repeats=True))
        else:
            notes.add("column_twice", at, field.name)
            out.append(msgspec.structs.replace(field, name=_numbered(field.name, seen)))
            seen[out[-1].name.casefold()] = out[-1]
    return tuple(out)


def _numbered(name: str, seen: dict[str, Field]) -> str:
    number_ = 2
    while f"{name}_{number_}".casefold() in seen:
        number_ += 1
    return f"{name}_{number_}"
