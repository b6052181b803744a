"""A delimited file read as its profile says."""

from hanse.readers import _profile as profiles
from hanse.readers._profile import Beside, Profile, shaping
from hanse.readers.bulk import is_large
from hanse.readers.cells import decode
from hanse.readers.csv import largeprofile
from hanse.readers.csv.large import HEAD
from hanse.readers.csv.parts import fits, parse
from hanse.readers.item import Item
from hanse.records import Counts, Finding, Reading
from hanse.words import Words


def read(name: str, item: Item, found: Beside) -> Reading | Finding:
    """Return the reading, or why the profile doesn't fit."""
    profile = found.profile
    if profile is None:
        return found.finding or profiles.unfit(found.name, Words("", ""))
    if is_large(item) and (quick := _quickly(name, item, found, profile)) is not None:
        return quick
    lines = _lines(profile, item.data())
    if isinstance(lines, Words):
        return profiles.unfit(found.name, lines)
    if odd := _unfit(profile, lines):
        return profiles.unfit(found.name, odd)
    return _reading(name, item, found, lines)


def _quickly(name: str, item: Item, found: Beside, profile: Profile) -> Reading | None:
    with item.open() as stream:
        head = stream.read(HEAD)
    lines = _lines(profile, head[: head.rfind(b"\n") + 1])
    if isinstance(lines, Words) or _unfit(profile, lines[:-1]):
        return None
    return largeprofile.read(name, item, found, head)


def _lines(profile: Profile, data: bytes) -> list[str] | Words:
    """Return the lines of a text, or that it isn't in the encoding that the profile states."""
    try:
        text = data.decode(profile.encoding) if profile.encoding else decode(data).text
    except UnicodeDecodeError:
        code = profile.encoding
        return Words(f"Zeichensatz nicht {code}.", f"its encoding is not {code}.")
    text = text.removeprefix("\ufeff").rstrip("\x1a").replace("\x00", "")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _unfit(profile: Profile, lines: list[str]) -> Words | None:
    if profile.header:
        head = lines[profile.header - 1 : profile.header]
        names = [" ".join(f.split()) for row in parse(head, profile.delimiter, 1) for f in row.fields]
        if not _named(names, profile):
            said = profile.delimiter.join(names)[:200]
            where = profile.header
            return Words(f"Kopfzeile (Zeile {where}) ist „{said}“.", f'header (line {where}) is "{said}".')
    rows = [row for row in parse(lines[profile.header : profile.header + 200], profile.delimiter, 1) if any(row.fields)]
    fitting = sum(fits(row, len(profile.columns)) for row in rows)
    if rows and fitting * 2 < len(rows):
        count = len(profile.columns)
        return Words(f"nicht {count} Felder je Zeile.", f"not {count} fields in a line.")
    return None


def _named(names: list[str], profile: Profile) -> bool:
    """Say whether a header has the profile's names, in their order; a name of two lines or said twice goes on."""
    wanted = [column.name for column in profile.columns]
    alike = (n == w or w.startswith(f"{n} ") for n, w in zip(names, wanted, strict=False) if n)
    return any(names) and not any(names[len(wanted) :]) and all(alike)


def _reading(name: str, item: Item, found: Beside, lines: list[str]) -> Reading:
    profile = found.profile or Profile((), ())
    first, width = profile.header + 1, len(profile.columns)
    skipped = [
        (n, line) for n, line in enumerate(lines, start=1) if n >= first and line.strip() and profile.skips(line)
    ]
    kept = ["" if n >= first and profile.skips(line) else line for n, line in enumerate(lines, start=1)]
    rows = [r for r in parse(kept[profile.header :], profile.delimiter, first) if any(f.strip() for f in r.fields)]
    good = [shaping.row(row.fields[:width], row.place) for row in rows if fits(row, width)]
    odd = [row for row in rows if not fits(row, width)]
    made = shaping.shape(item.name.rpartition(".")[0] or item.name, profile, good)
    told = [shaping.rejected(r.line, r.end, "\n".join(lines[r.line - 1 : r.end]), width) for r in odd]
    findings = (profiles.used(found.name), *made.findings, *shaping.skipped(skipped), *told)
    rejected = len(odd) + len(skipped) + made.totals
    documents = shaping.above(item.name, lines[: max(0, profile.header - 1)])
    out = len(made.table.rows) + sum(len(document.blocks) for document in documents)
    return Reading(name, documents, (made.table,), findings, Counts(out + rejected, out, rejected))
