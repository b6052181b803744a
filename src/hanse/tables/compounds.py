"""Takes compounds apart that join a value and a known word: Reparaturaufträge, Armaturenumsatz, Bleisatz-Rechnungen.

Knows no grammar.
"""

import re
from collections.abc import Iterator

import msgspec

from hanse.tables import synonyms
from hanse.tables.mentions import Hit, Mention, Noun, Value
from hanse.tables.nounfinder import NounFinder
from hanse.tables.schema import Schema
from hanse.tables.terms import Token, fold, stem, words
from hanse.tables.valuefinder import ValueFinder, merged_hits

SHORTEST = 3
SHORTEST_PART = 4
LONGEST_CODE = 2
JOINT = re.compile(r"(?<=\w{3})(?:s|n|en|es|e)$")
KINDS = frozenset({"class", "status", "place", ""})


class Compounds:
    """Looks the parts of compounds up among names and values."""

    def __init__(self, schema: Schema, names: NounFinder, values: ValueFinder) -> None:
        """Keep the finders."""
        self.schema = schema
        self.names = names
        self.values = values

    def apart(self, token: Token) -> tuple[Mention, ...]:
        """Return the noun and the value of a compound, the noun first as in "Aufträge Reparatur"; () for others."""
        for first, second in _cuts(token.text):
            noun = self.noun(token, second)
            hits = (self.kinds(first) or self.beside(noun, first) or self.coded(noun, first)) if noun else ()
            if noun and hits:
                return noun, Value(first, hits)
        return ()

    def noun(self, token: Token, part: str) -> Noun | None:
        """Return what the second part names: a known thing, an amount, a phrase, or a table of the firm's own."""
        piece = Token(part, fold(part), token.first, token.last)
        concepts = self.names.concepts([piece])
        columns, tables = self.names.literal([piece])
        own = self.names.own(tables)
        if len(concepts) != 1 and not own:
            return self.names.titled(piece) if len(part) >= SHORTEST_PART else None
        return self.names.made(part, concepts, columns=columns, tables=tables)

    def kinds(self, part: str) -> tuple[Hit, ...]:
        """Return the kinds, states and places that the first part is a value of; a name before a hyphen, too."""
        bare = words(part.rstrip("-"))
        for form in dict.fromkeys((" ".join(bare), " ".join(JOINT.sub("", w) for w in bare))):
            hits = self.values.hits(form.split())
            if part.endswith("-") and hits:
                return hits
            named = Token(form, form, 0, 0)
            found = [h for h in (*hits, *self.values.stemmed(named)) if h.whole and self.role(h) in KINDS]
            if found:
                return tuple(dict.fromkeys(found))
        return ()

    def beside(self, noun: Noun, part: str) -> tuple[Hit, ...]:
        """Return the values with the first part in the tables that have the second as a column: "Meistersatz"."""
        tables = {c.table for c in noun.columns}
        hits = self.values.hits(words(JOINT.sub("", part))) or self.values.hits(words(part))
        return tuple(h for h in hits if h.col.table in tables)

    def coded(self, noun: Noun, part: str) -> tuple[Hit, ...]:
        """Return the kind that a letter stands for: "P" among the kinds of customers for "Privatkunden"."""
        words_ = [fold(JOINT.sub("", part)), *(fold(w) for w in synonyms.of(JOINT.sub("", part)))]
        for field in (f for t in noun.tables for f in self.schema.tables[t].fields if f.role == "class"):
            codes = [v.value for v in self.schema.listed(field)] if field.profile.indexed else []
            if codes and all(len(c.strip()) <= LONGEST_CODE for c in codes):
                found = {c for c in codes for w in words_ if fold(c) == w[: len(c)]}
                if len(found) == 1:
                    return (Hit(field.col, tuple(found), whole=True, rank=0),)
        return ()

    def role(self, hit: Hit) -> str:
        """Return how the values of a hit's column behave."""
        return self.schema.field(hit.col).role

    def values_of(self, token: Token) -> tuple[Hit, ...]:
        """Return the values that have both parts of a compound as words or ends of words."""
        if not token.text.isalpha():
            return ()
        stems = self.schema.stems()
        for first, second in _cuts(token.text):
            head, kind = stem(second), stem(JOINT.sub("", fold(first)))
            known = [*stems.get(kind, ()), *stems.get(stem(first), ())]
            if not known or min(len(head), len(kind)) < SHORTEST_PART:
                continue
            kinds = self.holding(iter(known))
            heads = self.holding(w for s, ws in stems.items() if s.endswith(head) for w in ws if w != token.fold)
            both = tuple(_shared(h, kinds) for h in heads)
            if found := tuple(h for h in both if h.values):
                return found
        return ()

    def holding(self, found: Iterator[str]) -> tuple[Hit, ...]:
        """Return the values that have one of these words; names of persons are none."""
        hits = [h for w in found for h in self.values.hits([w]) if not self.values.of_person(h)]
        return tuple(msgspec.structs.replace(h, whole=False) for h in merged_hits(hits))


def _cuts(word: str) -> Iterator[tuple[str, str]]:
    """Yield the two parts of a word for each place that it may be joined at, the longest second part first."""
    if "-" in word[1:-1]:
        at = word.rindex("-", 0, -1) + 1
        yield word[:at], word[at:]
        return
    for cut in range(SHORTEST, len(word) - SHORTEST + 1):
        if word.isalpha():
            yield word[:cut], word[cut:]


def _shared(hit: Hit, others: tuple[Hit, ...]) -> Hit:
    """Return the values of a column that both parts have."""
    same = {v for o in others if o.col == hit.col for v in o.values}
    return msgspec.structs.replace(hit, values=tuple(v for v in hit.values if v in same))
