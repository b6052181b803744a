"""The sentences of an import report, the same on the page, in the terminal and on paper."""

from datetime import UTC, datetime

from hanse.flow import cells
from hanse.records import Check
from hanse.store.imports import Import, ItemChange, Kind, RowChange, Standing, TableChange
from hanse.store.reports import File, Totals
from hanse.words import Lang, Words

KINDS: dict[Kind, Words] = {
    "new": Words("neu", "new"),
    "changed": Words("geändert", "changed"),
    "reread": Words("unverändert neu gelesen", "read anew unchanged"),
    "moved": Words("verschoben", "moved"),
    "gone": Words("weg", "gone"),
}
ROWS = {"added": Words("dazu", "added"), "removed": Words("weg", "gone"), "changed": Words("geändert", "changed")}
LISTS = {
    "decisions": Words("Entscheidungen", "Decisions"),
    "checks": Words("Prüfungen", "Checks"),
    "rejected": Words("Zurückgewiesene Sätze", "Rejected records"),
    "problems": Words("Auffälligkeiten", "Remarks"),
}
CHAPTERS = {
    True: Words("Dateien, die einen Blick brauchen", "Files that need a look"),
    False: Words("Dateien ohne Beanstandung", "Files with nothing to report"),
}
NOTHING = Words("Aus dieser Quelle ist noch nichts gelesen.", "Nothing of this source has been read yet.")
NO_IMPORT = Words(
    "Noch kein Import festgehalten. Der nächste, bei dem sich etwas ändert, steht hier.",
    "No import is recorded yet. The next one that changes something will stand here.",
)


def summary(totals: Totals) -> Words:
    """Return the report in a sentence or two."""
    return Words(_summary_de(totals), _summary_en(totals)) if totals.files else NOTHING


def _summary_de(t: Totals) -> str:
    files = f"{many(t.files, 'de')} {'Datei' if t.files == 1 else 'Dateien'}"
    lost = f"{many(t.counts.rejected, 'de')} zurückgewiesen" if t.counts.rejected else "keiner zurückgewiesen"
    tested = t.checks.held + t.checks.failed
    checks = f" {many(t.checks.held, 'de')} von {many(tested, 'de')} Prüfungen gehen auf." if tested else ""
    return f"{files}, {many(t.counts.in_, 'de')} Sätze gelesen, {lost}.{checks} {_look_de(t)}"


def _look_de(t: Totals) -> str:
    if t.odd:
        return f"In {many(t.odd, 'de')} {'Datei' if t.odd == 1 else 'Dateien'} geht die Zahl der Sätze nicht auf."
    if not t.attention:
        return "Nichts zu beanstanden."
    return f"{many(t.attention, 'de')} {'Datei braucht' if t.attention == 1 else 'Dateien brauchen'} einen Blick."


def _summary_en(t: Totals) -> str:
    files = f"{many(t.files, 'en')} {'file' if t.files == 1 else 'files'}"
    lost = f"{many(t.counts.rejected, 'en')} rejected" if t.counts.rejected else "none rejected"
    tested = t.checks.held + t.checks.failed
    checks = f" {many(t.checks.held, 'en')} of {many(tested, 'en')} checks hold." if tested else ""
    return f"{files}, {many(t.counts.in_, 'en')} records read, {lost}.{checks} {_look_en(t)}"


def _look_en(t: Totals) -> str:
    if t.odd:
        return f"In {many(t.odd, 'en')} {'file' if t.odd == 1 else 'files'} the number of records does not add up."
    if not t.attention:
        return "Nothing to report."
    return f"{many(t.attention, 'en')} {'file needs' if t.attention == 1 else 'files need'} a look."


def balance(file: File) -> Words:
    """Return what became of a file's records, and whether it adds up."""
    if not file.readable:
        return Words("nicht lesbar", "unreadable")
    (in_de, out_de, lost_de), (in_en, out_en, lost_en) = (
        [many(n, lang) for n in (file.counts.in_, file.counts.out, file.counts.rejected)] for lang in ("de", "en")
    )
    sign = "=" if file.adds_up else "≠"
    return Words(
        f"{in_de} Sätze {sign} {out_de} übernommen + {lost_de} zurückgewiesen",
        f"{in_en} records {sign} {out_en} kept + {lost_en} rejected",
    )


def elsewhere(file: File) -> Words:
    """Return that some rejected records have no text of their own in the list; "" where all have."""
    if file.told >= file.counts.rejected or not file.counts.rejected:
        return Words("", "")
    if not file.told:
        return Words(
            "Was zurückgewiesen wurde, sagen die anderen Befunde dieser Datei.",
            "The other findings of this file say what was rejected.",
        )
    return Words(
        f"{many(file.told, 'de')} von {many(file.counts.rejected, 'de')} stehen hier mit ihrem Wortlaut; die übrigen "
        "nennen die anderen Befunde dieser Datei.",
        f"{many(file.told, 'en')} of {many(file.counts.rejected, 'en')} stand here with their text; the other findings "
        "of this file tell of the rest.",
    )


def outcome(check: Check) -> Words:
    """Return in a word or two how a check went."""
    if check.held is None:
        return Words("nicht prüfbar", "not testable")
    return Words("geht auf", "holds") if check.held else Words("geht nicht auf", "fails")


def compared(check: Check) -> Words:
    """Return what a check expected and found; "" where it says neither."""
    if not (check.expected or check.found):
        return Words("", "")
    expected, found = check.expected or "–", check.found or "–"
    return Words(f"erwartet {expected}, gefunden {found}", f"expected {expected}, found {found}")


def run(found: Import, *, first: bool) -> Words:
    """Return what an import did, in a sentence."""
    told_de, told_en = (_touched(found, lang) for lang in ("de", "en"))
    open_de, open_en = ("", "") if found.ended else (" (noch nicht fertig)", " (not finished yet)")
    name_de, name_en = ("Erster Import", "First import") if first else ("Import", "Import")
    return Words(
        f"{name_de} Nr. {found.id} vom {when(found.started, 'de')}{open_de}: {told_de}.",
        f"{name_en} no. {found.id} of {when(found.started, 'en')}{open_en}: {told_en}.",
    )


def _touched(found: Import, lang: Lang) -> str:
    numbers: dict[Kind, int] = {
        "new": found.new, "changed": found.changed, "reread": found.reread, "moved": found.moved, "gone": found.gone,
    }  # fmt: skip
    told = [f"{many(n, lang)} {KINDS[kind].say(lang)}" for kind, n in numbers.items() if n]
    nothing = Words("keine Datei", "no file").say(lang)
    return (Words("Dateien: ", "files: ").say(lang) + ", ".join(told)) if told else nothing


def item(change: ItemChange) -> Words:
    """Return how the figures of a file moved."""
    if change.kind == "moved":
        return Words(f"lag vorher in {change.was}", f"was at {change.was} before")
    de, en = (_figures(change.before, change.after, lang) for lang in ("de", "en"))
    return Words(de, en)


def _figures(before: Standing | None, after: Standing | None, lang: Lang) -> str:
    one = after or before
    if one is None:
        return ""
    names = (
        ("Sätze", "records", "in_"), ("übernommen", "kept", "out"), ("zurückgewiesen", "rejected", "rejected"),
    )  # fmt: skip
    told = [
        _step(Words(de, en).say(lang), getattr(x.counts, n) if (x := before) else None,
              getattr(y.counts, n) if (y := after) else None, lang)
        for de, en, n in names
    ]  # fmt: skip
    if one.failed or (before and before.failed):
        failed = Words("Prüfungen nicht aufgegangen", "checks failed").say(lang)
        told.append(_step(failed, before.failed if before else None, after.failed if after else None, lang))
    return ", ".join(told)


def _step(name: str, before: int | None, after: int | None, lang: Lang) -> str:
    if before is None or after is None or before == after:
        return f"{name} {many((before or 0) if after is None else after, lang)}"
    return f"{name} {many(before, lang)} → {many(after, lang)}"


def table(change: TableChange) -> Words:
    """Return how a table changed."""
    de, en = (_table(change, lang) for lang in ("de", "en"))
    return Words(f"{change.title}: {de}", f"{change.title}: {en}")


def _table(change: TableChange, lang: Lang) -> str:
    one = (change.before if change.after is None else change.after) == 1
    rows = (Words("Zeile", "row") if one else Words("Zeilen", "rows")).say(lang)
    if change.before is None or change.after is None:
        state = KINDS["new" if change.before is None else "gone"].say(lang)
        return f"{state}, {many(change.after or change.before or 0, lang)} {rows}"
    counts = f"{_step('', change.before, change.after, lang).strip()} {rows}"
    return f"{counts}; {_difference(change, lang)}"


def _difference(change: TableChange, lang: Lang) -> str:
    if not change.differs:
        return Words("unverändert", "unchanged").say(lang)
    if change.by == "columns":
        return Words("andere Spalten als vorher", "other columns than before").say(lang)
    if change.by == "size":
        return Words(
            "Inhalt anders; zu lang, um Zeile für Zeile zu vergleichen", "content differs; too long to compare by row"
        ).say(lang)
    numbers = {"added": change.added, "removed": change.removed, "changed": change.changed}
    told = ", ".join(f"{many(n, lang)} {ROWS[kind].say(lang)}" for kind, n in numbers.items() if n)
    how = Words("verglichen nach Schlüssel", "compared by key") if change.by == "keys" else Words(
        "ganze Zeilen verglichen", "whole rows compared"
    )  # fmt: skip
    return f"{told or Words('andere Reihenfolge', 'other order').say(lang)} ({how.say(lang)})"


def row(change: RowChange, lang: Lang) -> str:
    """Return an example of a row, with its cells as a person writes them."""
    told = []
    for cell in change.cells:
        before, after = (cells.shown(text, cell.type, lang) for text in (cell.before, cell.after))
        value = after or before if change.kind != "changed" or before == after else f"{before or '–'} → {after or '–'}"
        told.append(f"{cell.title} {value}")
    return "; ".join(told)


def many(number: int, lang: Lang) -> str:
    """Return 1.234 or 1,234."""
    text = f"{number:,}"
    return text.replace(",", ".") if lang == "de" else text


def when(time: datetime | str, lang: Lang) -> str:
    """Return a moment in this computer's time."""
    moment = datetime.fromisoformat(time) if isinstance(time, str) else time
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return cells.shown(aware.astimezone(), "datetime", lang)
