"""Checks of an interchange: one entry each where it fails, one for all of a kind that held."""

from hanse.records import Check, Finding, Place
from hanse.words import Words

_SHOWN = 200  # failed ones told one by one; a file with more is damaged as a whole


class Tally:
    """Collects checks of one reader."""

    def __init__(self, reader: str) -> None:
        self.reader = reader
        self.held: dict[str, list[Check]] = {}
        self.failed: list[Check] = []

    def same(self, what: str, words: Words, expected: object, found: object, place: Place) -> bool:
        """Note whether two figures agree."""
        held = expected == found
        check = Check(f"{self.reader}.{what}", words, held, _said(expected), _said(found), place)
        if held:
            self.held.setdefault(check.code, []).append(check)
        else:
            self.failed.append(check)
        return held

    def checks(self) -> tuple[Check, ...]:
        """Return the failed ones, then one for each kind that held."""
        return (*self.failed, *(_together(checks) for checks in self.held.values()))

    def findings(self) -> list[Finding]:
        """Return a warning for each failed check; beyond 200 one says how many more there are."""
        told = [_finding(check) for check in self.failed[:_SHOWN]]
        more = len(self.failed) - len(told)
        if more:
            words = Words(f"Weitere {more} Prüfungen schlugen fehl.", f"{more} more checks failed.")
            told.append(Finding(f"{self.reader}.checks", "warning", words))
        return told


def _together(checks: list[Check]) -> Check:
    if len(checks) == 1:
        return checks[0]
    first, count = checks[0], str(len(checks))
    return Check(first.code, first.words, held=True, expected=count, found=count)


def _finding(check: Check) -> Finding:
    words = Words(
        f"{check.words.de}: angegeben {check.expected}, gefunden {check.found}. Bitte beim Absender nachfragen.",
        f"{check.words.en}: stated {check.expected}, found {check.found}. Please ask the sender.",
    )
    return Finding(check.code, "warning", words, check.place)


def _said(value: object) -> str:
    return str(value) if value not in {None, ""} else "–"
