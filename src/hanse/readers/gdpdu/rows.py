"""One data file to a typed table, by its layout. Records in = rows + rejected, every one with its place."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from hanse.readers.gdpdu import profiles
from hanse.readers.gdpdu.columns import Maker, Style, style
from hanse.readers.gdpdu.cutting import Cut, variable
from hanse.readers.gdpdu.fixed import fixed
from hanse.readers.gdpdu.layout import Field, Layout
from hanse.readers.gdpdu.letters import decode
from hanse.readers.gdpdu.notes import MOST, Notes
from hanse.readers.gdpdu.repair import absorbed, fits, fits_one
from hanse.records import Column, Counts, Finding, Table
from hanse.words import Words

_PROBE = 200


class Made(NamedTuple):
    """A table with its findings and counts; layout: with the columns that were found; style: of its numbers."""

    table: Table
    layout: Layout
    findings: tuple[Finding, ...]
    counts: Counts
    style: Style


class _Sorted(NamedTuple):
    """The records of a file: those that fit, and those that were rejected."""

    good: list[Cut]
    rejected: list[Cut]


def made(data: bytes, layout: Layout, file: str) -> Made:
    """Return the table of a data file's bytes."""
    notes = Notes(layout.name)
    source = decode(data, layout.encoding, layout.skip, notes)
    cuts = fixed(source, layout, notes) if layout.fixed else variable(source, layout, notes)
    ranged = _ranged(cuts, layout, notes)
    if layout.fields:
        ranged, layout = _without_repeats(ranged, layout)
    else:
        ranged, layout = _named_by_header(ranged, layout, notes)
    profile = profiles.find(file, [field.name for field in layout.fields])
    layout = msgspec.structs.replace(layout, fields=tuple(profiles.known(field, profile) for field in layout.fields))
    found = _sorted(_below_header(ranged, layout, notes), layout, notes)
    table, symbols = _table(found.good, layout, file, notes)
    rejected = len(found.rejected)
    counts = Counts(len(found.good) + rejected, len(found.good), rejected)
    return Made(table, layout, (*notes.findings(), *_rejections(found.rejected, layout)), counts, symbols)


class _Ranged(NamedTuple):
    """The records that count, and those above them."""

    above: list[Cut]
    rows: list[Cut]


def _ranged(cuts: Iterator[Cut], layout: Layout, notes: Notes) -> _Ranged:
    """Apply Range, and drop records without any text."""
    found = _Ranged([], [])
    wide = len(layout.fields) != 1
    for cut in cuts:
        if cut.number < layout.first:
            found.above.append(cut)
        elif layout.last is not None and cut.number > layout.last:
            notes.add("beyond", cut.place, raw=cut.raw)
        elif wide and not cut.raw.strip():
            notes.add("blank", cut.place)
        else:
            found.rows.append(cut)
    return found


def _without_repeats(found: _Ranged, layout: Layout) -> tuple[_Ranged, Layout]:
    """Settle what a key column that is named once more means: the data hold it twice, or only once."""
    repeated = sum(field.repeats for field in layout.fields)
    if not repeated:
        return found, layout
    widths = Counter(len(cut.fields or ()) for cut in found.rows[:_PROBE])
    once = len(layout.fields) - repeated
    if not layout.fixed and widths[once] > widths[len(layout.fields)]:
        fields = tuple(field for field in layout.fields if not field.repeats)
    else:
        fields = _numbered(layout.fields)
    return found, msgspec.structs.replace(layout, fields=fields)


def _numbered(fields: Sequence[Field]) -> tuple[Field, ...]:
    """Return the columns, those that repeat a key under a name of their own."""
    taken = {field.name.casefold() for field in fields if not field.repeats}
    out = []
    for field in fields:
        name = _free(field.name, taken) if field.repeats else field.name
        taken.add(name.casefold())
        out.append(msgspec.structs.replace(field, name=name))
    return tuple(out)


def _named_by_header(found: _Ranged, layout: Layout, notes: Notes) -> tuple[_Ranged, Layout]:
    """Take the columns from the header line of a file whose index.xml names none."""
    lines = [*found.above, *found.rows]
    if not lines:
        return found, layout
    header = lines[0]
    names = [name.strip() for name in header.fields or [header.raw]]
    while len(names) > 1 and not names[-1]:
        names.pop()
    notes.add("header_names", header.place, ", ".join(names))
    rows = found.rows if found.above else found.rows[1:]
    taken: set[str] = set()
    fields = []
    for number, name in enumerate(names, 1):
        fields.append(Field(_free(name or f"Spalte {number}", taken), kind=""))
        taken.add(fields[-1].name.casefold())
    return _Ranged([], rows), msgspec.structs.replace(layout, fields=tuple(fields))


def _free(name: str, taken: set[str]) -> str:
    if name.casefold() not in taken:
        return name
    return next(f"{name}_{n}" for n in range(2, len(taken) + 3) if f"{name}_{n}".casefold() not in taken)


def _below_header(found: _Ranged, layout: Layout, notes: Notes) -> list[Cut]:
    """Drop a header line that no Range leaves out; say when a Range leaves out what looks like a record."""
    for cut in found.above:
        if not _is_header(cut, layout) and fits(cut.fields, layout) and _tells(cut, layout):
            notes.add("range_hides", cut.place, raw=cut.raw)
    rows = found.rows
    if rows and _is_header(rows[0], layout):
        notes.add("header", rows[0].place, raw=rows[0].raw)
        return rows[1:]
    return rows


def _is_header(cut: Cut, layout: Layout) -> bool:
    """Return whether a record says the columns' names, or what they are described as.

    Half of them do where no number and no day stands in a column of those.
    """
    if cut.fields is None or not any(text.strip() for text in cut.fields):
        return False
    texts = [" ".join(text.split()).casefold() for text in cut.fields]
    while len(texts) > len(layout.fields) and not texts[-1]:
        texts.pop()
    if len(texts) != len(layout.fields):
        return False
    if layout.fixed:  # names may have been cut to the width of their columns
        return all(t == f.name.casefold()[: f.end - f.start].strip() for t, f in zip(texts, layout.fields, strict=True))
    same = [t in (f.name.casefold(), f.about.casefold()) for t, f in zip(texts, layout.fields, strict=True)]
    return all(same) or (sum(same) * 2 >= len(same) and not fits(cut.fields, layout) and not _any_value(cut, layout))


def _any_value(cut: Cut, layout: Layout) -> bool:
    """Return whether some text of a column of numbers or days is one."""
    pairs = zip(cut.fields or (), layout.fields, strict=False)
    return any(field.kind in ("number", "date") and fits_one(text, field, layout) for text, field in pairs)


def _tells(cut: Cut, layout: Layout) -> bool:
    """Return whether a number or a day stands in a record, which no header line has."""
    pairs = zip(cut.fields or (), layout.fields, strict=False)
    return any(field.kind in ("number", "date") and text.strip() for text, field in pairs)


def _sorted(rows: list[Cut], layout: Layout, notes: Notes) -> _Sorted:
    found = _Sorted([], [])
    width = len(layout.fields)
    for cut in rows:
        fields = cut.fields
        if fields is not None and len(fields) == width + 1 and not fields[-1].strip():
            notes.add("trailing", cut.place)
            fields = fields[:-1]
        if fields is not None and len(fields) == width and not cut.open:
            found.good.append(cut if fields is cut.fields else cut._replace(fields=fields))
            continue
        mended = _mended(cut, fields, layout, notes)
        if mended is None:
            found.rejected.append(cut)
        else:
            found.good.append(cut._replace(fields=mended))
    return found


def _mended(cut: Cut, fields: list[str] | None, layout: Layout, notes: Notes) -> list[str] | None:
    """Return the fields of a record that can only be meant one way, None where that isn't so."""
    if fields is None or layout.fixed:
        return None
    if cut.open and len(fields) == len(layout.fields):
        notes.add("open_quote", cut.place, raw=cut.raw)
        return [text.strip(layout.encapsulator) for text in fields]
    if cut.open or (layout.encapsulator and layout.encapsulator in cut.raw):
        return None
    whole = absorbed(fields, layout)
    if whole is not None:
        notes.add("absorbed", cut.place, raw=cut.raw)
    return whole


def _table(rows: Sequence[Cut], layout: Layout, file: str, notes: Notes) -> tuple[Table, Style]:
    places = tuple(cut.place for cut in rows)
    texts = [[cut.fields[i] for cut in rows if cut.fields is not None] for i in range(len(layout.fields))]
    symbols = style(layout, layout.fields, texts)
    if not symbols.declared:
        notes.add("symbols", example=f"{symbols.decimal} statt {layout.decimal}")
    maker = Maker(layout, symbols, places, notes)
    profile = profiles.find(file, [field.name for field in layout.fields])
    typed = [
        maker.moments(field, column) if profiles.moment(field, profile) else maker.column(field, column)
        for field, column in zip(layout.fields, texts, strict=True)
    ]
    columns = tuple(
        profiles.column(field, made.type, profile) for field, made in zip(layout.fields, typed, strict=True)
    )
    table = Table(
        name=layout.name,
        title=profile.title if profile else layout.name,
        columns=columns,
        rows=tuple(zip(*(made.cells for made in typed), strict=True)) if typed else (),
        places=places if typed else (),
        keys=layout.keys or (profiles.keys(profile, columns) if profile else ()),
        kind=profile.kind if profile else f"gdpdu.{layout.name.lower()}",
        about=layout.about or (profile.about if profile else ""),
        foreign=tuple(key for key in layout.foreign if _has(columns, key.columns)),
    )
    return table, symbols


def _has(columns: Sequence[Column], names: Sequence[str]) -> bool:
    return bool(names) and {column.name for column in columns}.issuperset(names)


def _rejections(rejected: Sequence[Cut], layout: Layout) -> Iterator[Finding]:
    """Yield a finding with the raw text for each rejected record; very many of them share the last one."""
    for cut in rejected[:MOST]:
        yield Finding("gdpdu.rejected", "error", _why(cut, layout), cut.place, cut.raw)
    rest = rejected[MOST:]
    if rest:
        words = Words(
            f"{layout.name}: weitere {len(rest)} Sätze passen nicht zur index.xml und wurden nicht übernommen.",
            f"{layout.name}: another {len(rest)} records don't fit index.xml and were not taken.",
        )
        yield Finding("gdpdu.rejected", "error", words, rest[0].place, "\n".join(cut.raw for cut in rest))


def _why(cut: Cut, layout: Layout) -> Words:
    if layout.fixed:
        need = layout.length or max((field.end for field in layout.fields), default=0)
        return Words(
            f"{layout.name}: Satz {cut.number} ist {len(cut.raw)} Zeichen lang statt {need} und wurde nicht "
            "übernommen. In der Quelle berichtigen und neu exportieren.",
            f"{layout.name}: record {cut.number} is {len(cut.raw)} characters long instead of {need} and was not "
            "taken. Mend it in the source and export again.",
        )
    has, need = len(cut.fields or ()), len(layout.fields)
    return Words(
        f"{layout.name}: Satz {cut.number} hat {has} Felder statt {need} und wurde nicht übernommen. In der Quelle "
        "berichtigen und neu exportieren.",
        f"{layout.name}: record {cut.number} has {has} fields instead of {need} and was not taken. Mend it in the "
        "source and export again.",
    )
