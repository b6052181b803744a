"""A record with too many fields, because a text without quotes holds the delimiter: mended only where one way fits."""

from hanse.readers.gdpdu.layout import Field, Layout
from hanse.readers.gdpdu.values import Parse, dates, numbers


def absorbed(fields: list[str], layout: Layout) -> list[str] | None:
    """Return the fields with the surplus put back into the only column of text that can have held it, else None."""
    surplus = len(fields) - len(layout.fields)
    if surplus < 1:
        return None
    ways = [_joined(fields, at, surplus, layout) for at, f in enumerate(layout.fields) if f.kind == "text"]
    fitting = [way for way in ways if fits(way, layout)]
    return fitting[0] if len(fitting) == 1 else None


def _joined(fields: list[str], at: int, surplus: int, layout: Layout) -> list[str]:
    whole = layout.delimiter.join(fields[at : at + surplus + 1])
    return [*fields[:at], whole, *fields[at + surplus + 1 :]]


def fits(fields: list[str] | None, layout: Layout) -> bool:
    """Return whether every text is a value of its column: number, day, or no longer than it may be."""
    if fields is None or len(fields) != len(layout.fields):
        return False
    return all(fits_one(text, field, layout) for text, field in zip(fields, layout.fields, strict=True))


def fits_one(text: str, field: Field, layout: Layout) -> bool:
    """Return whether a text is a value of its column; a blank one always is."""
    if field.kind == "text":
        return field.longest is None or len(text) <= field.longest
    parse: Parse = str
    if field.kind == "number":
        parse = numbers(layout.decimal, layout.grouping, field.implied)
    elif field.kind == "date":
        parse = dates(field.format, layout.epoch)
    try:
        parse(text)
    except ValueError:
        return False
    return True
