"""Finds the words of a question among the values of the tables: whole values, parts, other forms, compounds.

Knows no grammar and no operator.
"""

import re
from collections.abc import Iterator

import msgspec

from hanse.tables import lexicon, synonyms
from hanse.tables.mentions import Hit
from hanse.tables.plan import Col
from hanse.tables.schema import Field, Schema
from hanse.tables.terms import Token, fold, stem
from hanse.tables.values import Value as Stored

RANKS = {"name": 0, "place": 0, "status": 0, "class": 0, "key": 0, "code": 0, "text": 1, "": 1, "contact": 3}
SHORTEST = 5
NOTE = 2
APART = re.compile(r"(ein|aus|ab|an|auf|um|vor)ge(\w{3,})t")  # "eingebaut" is an Einbau
DONE = (re.compile(r"(?:\w{2,3})?ge(\w{5,})t"), re.compile(r"(\w{4,})iert"))


class ValueFinder:
    """Looks words up among the values that the asker may see."""

    def __init__(self, schema: Schema) -> None:
        """Keep the schema."""
        self.schema = schema

    def widened(self, token: Token, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Return hits with those of other forms of the word, and of compounds that end in it; no names of persons.

        "Wärmepumpen" finds "Luft-Wasser-Wärmepumpe 8 kW", and not "Wärmepumpen-Sockel", which is a kind of base.
        """
        found = list(self.stemmed(token))
        whole = [h for h in found if h.whole]
        root = stem(token.text)
        if len(root) >= SHORTEST:
            found += [
                h for w in self.schema.vocabulary() if w != token.fold and _ends_in(w, root) for h in self.hits([w])
            ]
        found = [h for h in found if not self.of_person(h)]
        wider = [self.heads(h, root) for h in merged_hits([h for h in (*hits, *found) if not h.whole])]
        return (*whole, *(h for h in wider if not whole or self.of_goods(h)))

    def of_goods(self, hit: Hit) -> bool:
        """Return whether a value is the name of an article or the text of an invoice line."""
        meaning = self.schema.field(hit.col).meaning
        return meaning.entity in ("article", "line") and meaning.role in ("name", "text")

    def of_person(self, hit: Hit) -> bool:
        """Return whether a value is the name of a customer, supplier or employee."""
        meaning = self.schema.field(hit.col).meaning
        return lexicon.is_person(meaning.entity) and meaning.role in ("name", "contact")

    def heads(self, hit: Hit, root: str) -> Hit:
        """Return a hit without the values in which the word only says what kind another thing is."""
        pattern = re.compile(rf"{re.escape(root)}\w*-", re.IGNORECASE)
        kept = tuple(v for v in hit.values if not pattern.search(fold(v)))
        return msgspec.structs.replace(hit, values=kept) if kept else hit

    def inflected(self, parts: list[str]) -> tuple[Hit, ...]:
        """Return values that have all words of a compound, the last one in any form: "Luft-Wasser-Wärmepumpen"."""
        found = {(f.col, v.value): (f, v) for f, v in self.schema.with_stem(stem(parts[-1]))}
        for part in parts[:-1]:
            known = {(f.col, v.value) for f, v in self.schema.containing(part)}
            found = {i: pair for i, pair in found.items() if i in known}
        return tuple(_grouped(list(found.values()), whole=False))

    def hits(self, parts: list[str]) -> tuple[Hit, ...]:
        """Return the columns with values that are these words, else that have all of them."""
        if not parts or (len(parts) == 1 and len(parts[0]) < 2):
            return ()
        whole = _grouped(self.schema.exact(" ".join(parts)), whole=True)
        if len(parts) == 1 and parts[0].isdigit():
            return tuple(whole)
        first = {(f.col, v.value): (f, v) for f, v in self.schema.containing(parts[0])}
        for part in parts[1:]:
            if not first:
                break
            known = {(f.col, v.value) for f, v in self.schema.containing(part)}
            first = {i: pair for i, pair in first.items() if i in known}
        partial = _grouped(list(first.values()), whole=False)
        seen = {h.col for h in whole}
        return tuple(whole + [h for h in partial if h.col not in seen])

    def same_meaning(self, token: Token) -> tuple[Hit, ...]:
        """Return the values that have another word for the same: "Azubi" for "Auszubildende", "repair"."""
        base = token.fold.removesuffix("bereich")  # "im Sanitärbereich"
        others = synonyms.of(token.text) if base == token.fold else (base, f"{base}e", base.removesuffix("s"))
        found = [h for w in others for h in self.stemmed(Token(w, fold(w), 0, 0)) if base == token.fold or h.whole]
        return tuple(dict.fromkeys(h for h in found if not self.of_person(h)))

    def done(self, token: Token) -> tuple[Hit, ...]:
        """Return the kinds of work that a participle tells of: "getauscht" is an Austausch, "repariert" a Reparatur."""
        apart = APART.fullmatch(token.fold)
        root = next((m[1] for p in DONE if (m := p.fullmatch(token.fold))), "")
        noun = f"{apart[1]}{apart[2]}" if apart else "-"
        if not root and not apart:
            return ()
        words_ = [
            w
            for w in self.schema.vocabulary()
            if (root and (w.endswith(root) or w.startswith(f"{root}at"))) or w == noun
        ]
        found = [h for w in words_ for h in self.hits([w]) if h.rank < NOTE and not self.of_person(h)]
        return tuple(merged_hits(found))

    def same_stems(self, parts: list[str]) -> tuple[Hit, ...]:
        """Return the kinds that are these words in other forms: "Rohren und Fittings" is "Rohre und Fittings"."""
        wanted = [stem(p) for p in parts]
        pairs = [(f, v) for f, v in self.schema.with_stem(wanted[0]) if f.role in ("class", "status", "")]
        return tuple(_grouped([(f, v) for f, v in pairs if [stem(w) for w in v.norm.split()] == wanted], whole=True))

    def stemmed(self, token: Token) -> tuple[Hit, ...]:
        """Return the columns whose values have a word with the same stem; whole when it is the only word."""
        found = self.schema.with_stem(stem(token.text))
        whole = _grouped([(f, v) for f, v in found if " " not in v.norm], whole=True)
        seen = {h.col for h in whole}
        partial = _grouped([(f, v) for f, v in found if f.col not in seen], whole=False)
        return tuple(whole + partial)


def _grouped(pairs: list[tuple[Field, Stored]], *, whole: bool) -> list[Hit]:
    by_col: dict[Field, list[Stored]] = {}
    for field, value in pairs:
        by_col.setdefault(field, []).append(value)
    hits = [
        Hit(f.col, tuple(sorted({v.value for v in vs})), whole, _rank(f), sum(v.n for v in vs))
        for f, vs in by_col.items()
    ]
    return sorted(hits, key=lambda h: (h.rank, h.col))


def _rank(field: Field) -> int:
    if field.meaning.attribute == "note":
        return 2
    return RANKS.get(field.role, 1)


def merged_hits(hits: list[Hit]) -> Iterator[Hit]:
    """Yield hits with those of one column made one."""
    by_col: dict[Col, list[Hit]] = {}
    for hit in hits:
        by_col.setdefault(hit.col, []).append(hit)
    for col, group in sorted(by_col.items()):
        merged = tuple(sorted({v for h in group for v in h.values}))
        yield Hit(col, merged, whole=False, rank=group[0].rank, rows=sum(h.rows for h in group))


def _ends_in(word: str, root: str) -> bool:
    return len(word) > len(root) + 2 and root in word[len(word) - len(root) - 2 :]
