"""What is said about a DATEV file while its rows are read: the first of each kind one by one, then a count."""

from collections import Counter

from hanse.records import Finding, Place, Severity
from hanse.words import Words

MOST = 20


class Notes:
    """Findings in order; doubted: lines whose day was reported. Each code is told MOST times, the rest as one count."""

    def __init__(self) -> None:
        self._found: list[Finding] = []
        self._counts: Counter[tuple[str, Severity]] = Counter()
        self._rest: dict[str, list[str]] = {}
        self.doubted: set[int | None] = set()

    def add(self, code: str, severity: Severity, words: Words, place: Place | None = None, raw: str = "") -> None:
        """Take down a finding."""
        self._counts[code, severity] += 1
        if self._counts[code, severity] <= MOST:
            self._found.append(Finding(f"datev.{code}", severity, words, place or Place(), raw))
        elif severity == "error":
            self._rest.setdefault(code, []).append(raw)

    def count(self, code: str) -> int:
        """Return how often a code was taken down."""
        return sum(count for (name, _), count in self._counts.items() if name == code)

    def first(self, code: str) -> Place:
        """Return where the first finding of a code stands."""
        return next((f.place for f in self._found if f.code == f"datev.{code}"), Place())

    def all(self) -> tuple[Finding, ...]:
        """Return all findings; those beyond MOST of one code as one."""
        more = [self._more(code, severity, n - MOST) for (code, severity), n in self._counts.items() if n > MOST]
        return (*self._found, *more)

    def _more(self, code: str, severity: Severity, count: int) -> Finding:
        words = Words(f"Weitere Stellen wie die gemeldeten: {count}.", f"More places like those reported: {count}.")
        return Finding(f"datev.{code}", severity, words, raw="\n".join(self._rest.get(code, [])))
