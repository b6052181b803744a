"""A profile for a delimited file, as the first rows look, with what speaks for it."""

from hanse.readers._profile import Column, Profile, Proposal, reasons, writing
from hanse.readers.csv import large
from hanse.readers.csv.large import Probe
from hanse.readers.csv.tail import Tail
from hanse.readers.item import Item
from hanse.words import Words


def propose(item: Item) -> Proposal | None:
    """Return a profile for files like this one, None where it holds no table."""
    probe = large.probe(item)
    fields = large.fields(probe) if probe else None
    if probe is None or fields is None:
        return None
    types = {column.name: column.type for column in probe.found.columns}
    columns = tuple(
        Column(
            f.column.name,
            type=types.get(f.column.name, "text"),
            decimal=f.decimal,
            format=f.format if f.kind == "date" else "",
        )
        for f in fields
    )
    at = probe.made.header
    header = (probe.rows.good[at].line or 0) if at is not None else 0
    tail = Tail.of(item, probe.letters.encoding, probe.delimiter, len(fields))
    rows = [probe.delimiter.join(row.fields) for row in large.body(probe)[: -len(tail.totals) or None]]
    skip = writing.skipping((_pattern(line, probe.delimiter) for _, line in tail.totals), rows)
    profile = Profile((writing.pattern(item.name),), columns, probe.letters.encoding, probe.delimiter, header, skip)
    return Proposal(profile, tuple(_why(probe, profile)))


def _pattern(line: str, delimiter: str) -> str:
    """Return the pattern of totals lines like this one: their label, the figures may differ."""
    label = next((part for part in line.split(delimiter) if part.strip()), line)
    return f"*{label.strip()}*".replace("[", "?")


def _why(probe: Probe, profile: Profile) -> list[Words]:
    good, all_ = len(probe.rows.good), len(probe.rows.good) + len(probe.rows.rejected)
    width, mark = len(profile.columns), profile.delimiter.replace("\t", "Tab")
    parted = Words(
        f"Trennzeichen {mark} teilt {good} von {all_} Zeilen in {width} Felder.",
        f"Delimiter {mark} parts {good} of {all_} lines into {width} fields.",
    )
    body = large.body(probe)[1 if profile.header else 0 :]
    columns = (
        reasons.column(column, [row.fields[n].strip() for row in body]) for n, column in enumerate(profile.columns)
    )
    return [reasons.encoding(probe.letters), parted, reasons.header(profile.header), *columns]
