"""Reads comparisons: "über 1.000 Euro", "mehr als 3 Rechnungen", one column against another, who has more of two."""

from hanse.tables import lexicon
from hanse.tables.frame import Bound, Frame, Super
from hanse.tables.mentions import Mention, Noun, Number, Op, Time, Value
from hanse.tables.plan import Op as FilterOp
from hanse.tables.terms import fold

COMPARE: dict[str, FilterOp] = {"over": "gt", "under": "lt", "atleast": "ge", "atmost": "le", "exactly": "is"}
RECORDS = Noun("", entity="records")


class Comparisons:
    """The comparisons of one question. Each method takes what it understands and says how far it came."""

    def __init__(self, mentions: list[Mention], *, joined: bool) -> None:
        """Keep the mentions. joined: "oder" is among them."""
        self.mentions = mentions
        self.joined = joined
        self.made = Frame()

    def get(self, at: int) -> Mention | None:
        """Return a mention, or None outside the question."""
        return self.mentions[at] if 0 <= at < len(self.mentions) else None

    def compare(self, op: Op, at: int) -> int:
        """Take "über 1.000 Euro", "zwischen 5 und 10 Stück", "mehr als 3 Rechnungen"."""
        low = self.get(at + 1)
        apart = "difference" in self.made.adds or any(n.phrase == "margin" for n in self.made.nouns)
        if op.name == "between" and apart:
            return at + 1  # "Differenz zwischen Umsatz 2024 und 2025"
        if not isinstance(low, Number):
            return self.particle(op, at) or self.difference(at) or self.either(op, at) or self.against(op, at)
        after, high = at + 2, None
        second = self.get(after)
        if op.name == "between":
            if not isinstance(second, Number):
                self.made.odd.append(op.text)
                return at + 1
            high, after = second, after + 1
        noun, after = self.compared(at, after, (high or low).unit)
        kind = COMPARE.get(op.name, "ge")
        unit = low.unit or (high.unit if high else "")
        self.made.bounds.append(Bound(kind, low.value, unit, high.value if high else None, noun))
        return after

    def particle(self, op: Op, at: int) -> int:
        """Skip "ab" without a number or day, which belongs to a verb: "wann läuft der Vertrag ab"; 0 for others."""
        bare = not isinstance(self.get(at + 1), Number | Time)
        return at + 1 if bare and fold(op.text) == "ab" else 0

    def either(self, op: Op, at: int) -> int:
        """Take "mehr" where two are to choose from: "wer hat mehr Stunden, Linus oder Rolf"; 0 when it is none."""
        values = [m for m in self.mentions if isinstance(m, Value)]
        noun = self.get(at + 1)
        if fold(op.text) not in ("mehr", "more") or self.made.ask not in ("who", "which") or len(values) != 2:
            return 0
        if not self.joined or not isinstance(noun, Noun):
            return 0
        self.made.supers.append(Super("most", 1, noun))
        self.made.rivals = True
        return at + 2

    def difference(self, at: int) -> int:
        """Skip "über" between two periods: "um wie viel lag 2025 über 2024"; 0 when it is none."""
        return at + 1 if "difference" in self.made.adds and isinstance(self.get(at + 1), Time) else 0

    def compared(self, at: int, after: int, unit: str) -> tuple[Noun | None, int]:
        """Return the noun that a comparison is about: behind the number, else right before the operator."""
        following, before = self.get(after), self.get(at - 1)
        if unit == "times":
            return None, after
        if isinstance(following, Value) and not unit:
            return RECORDS, after  # "mindestens vier Reparaturen"
        if isinstance(following, Noun) and (following.attribute or following.phrase or not unit):
            return following, after + 1
        if isinstance(before, Noun) and (before.attribute or before.columns or states_figure(before)):
            if self.made.nouns and self.made.nouns[-1] is before:
                self.made.nouns.pop()
            return before, after
        return None, after

    def against(self, op: Op, at: int) -> int:
        """Take a comparison with another column ("Bestand unter Mindestbestand")."""
        before, following = self.get(at - 1), self.get(at + 1)
        if isinstance(following, Noun) and following.attribute:
            left = before if isinstance(before, Noun) and before.attribute else None
            if left and self.made.nouns and self.made.nouns[-1] is left:
                self.made.nouns.pop()
            self.made.against = (left, COMPARE.get(op.name, "lt"), following)
            return at + 2
        self.made.odd.append(op.text)
        return at + 1


def states_figure(noun: Noun) -> bool:
    """Return whether a noun is a phrase for a figure (Umsatz), not for an act (gekauft, kostet)."""
    phrase = lexicon.load().phrase.get(noun.phrase)
    return phrase is not None and not phrase.verb
