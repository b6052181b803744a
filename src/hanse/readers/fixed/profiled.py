"""A text with fixed columns read as its profile says."""

from hanse.readers import _profile as profiles
from hanse.readers._profile import Beside, Column, Profile, shaping
from hanse.readers.fixed.borders import is_rule
from hanse.readers.item import Item
from hanse.records import Counts, Finding, Place, Reading
from hanse.words import Words


def read(name: str, item: Item, found: Beside, lines: list[str]) -> Reading | Finding:
    """Return the reading of a text's lines, or why the profile doesn't fit."""
    profile = found.profile
    if profile is None:
        return found.finding or profiles.unfit(found.name, Words("", ""))
    records = [(n, t) for n, t in enumerate(lines, start=1) if n > profile.header and t.strip() and not is_rule(t)]
    skipped = [(n, text) for n, text in records if profile.skips(text)]
    rows = [(n, text) for n, text in records if not profile.skips(text)]
    odd = [(n, text) for n, text in rows if not _fits(text, profile)]
    if len(odd) * 2 > len(rows):
        why = Words("die meisten Zeilen gehen über die Spalten hinaus.", "most lines go beyond its columns.")
        return profiles.unfit(found.name, why)
    good = [
        shaping.row([_cell(text, c) for c in profile.columns], Place(line=n))
        for n, text in rows
        if _fits(text, profile)
    ]
    made = shaping.shape(item.name.rpartition(".")[0] or item.name, profile, good)
    told = (shaping.rejected(n, n, text, len(profile.columns)) for n, text in odd)
    findings = (profiles.used(found.name), *made.findings, *shaping.skipped(skipped), *told)
    rejected = len(odd) + len(skipped) + made.totals
    documents = shaping.above(item.name, lines[: max(0, profile.header - 1)])
    out = len(made.table.rows) + sum(len(document.blocks) for document in documents)
    return Reading(name, documents, (made.table,), findings, Counts(out + rejected, out, rejected))


def _cell(text: str, column: Column) -> str:
    start, end = column.at or (1, 0)
    return text[start - 1 : end].strip()


def _fits(text: str, profile: Profile) -> bool:
    """Say whether nothing of a line stands outside the columns."""
    left = list(text)
    for start, end in (column.at or (1, 0) for column in profile.columns):
        left[start - 1 : end] = " " * len(left[start - 1 : end])
    return not "".join(left).strip()
