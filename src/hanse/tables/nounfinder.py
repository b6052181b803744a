"""Finds what a word names by the lexicon, by the titles of a schema's columns and tables, or loosely by either.

Knows no values' meaning and no grammar.
"""

import re
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from hanse.tables import lexicon, ownwords, synonyms
from hanse.tables.mentions import Noun, Status
from hanse.tables.plan import Col
from hanse.tables.schema import Schema
from hanse.tables.terms import Token, fold, stem, words
from hanse.tables.valuefinder import ValueFinder

SHORTEST_TYPO = 6
SHORTEST_ROOT = 3
ENDINGS = ("en", "es", "er", "e", "n", "s")
DONE = re.compile(r"(?:ein|aus|ab|auf|an|ver)?ge(\w{4,})t")  # getankt: of the table "Tankbelege"


class NounFinder:
    """Looks words up among the names that the asker may see."""

    def __init__(self, schema: Schema, values: ValueFinder) -> None:
        """Keep the schema and the finder of its values."""
        self.schema = schema
        self.values = values
        self.function = lexicon.function_words()

    def plain(self, token: Token) -> bool:
        """Return whether a word carries no content; "MAN" in capitals does where it is a value."""
        if token.fold not in self.function:
            return False
        return not (token.text.isupper() and len(token.text) > 1 and self.schema.exact(token.fold))

    def concepts(self, stretch: Sequence[Token]) -> tuple[lexicon.Concept, ...]:
        """Return the concepts of one word, or of two that are one concept together."""
        if len(stretch) == 1:
            if self.plain(stretch[0]):
                return ()
            found = lexicon.concepts(stretch[0].fold) if len(stretch[0].fold) > 2 else ()
            return found if _agree(found) else ()
        two = len(stretch) == 2 and not all(self.plain(t) for t in stretch)  # "war es" is no Ware
        found = lexicon.concepts("".join(t.fold for t in stretch)) if two else ()
        return found if len(found) == 1 else ()

    def literal(self, stretch: Sequence[Token]) -> tuple[tuple[Col, ...], tuple[int, ...]]:
        """Return the columns and tables whose name is this stretch: the same letters, or the same stems."""
        if len(stretch) == 1 and self.plain(stretch[0]):
            return (), ()
        joined = "".join(words(" ".join(t.text for t in stretch)))
        stems = tuple(stem(w) for t in stretch for w in words(t.text))
        names = self.schema.names
        found = names.columns.get(joined, ()) or names.columns.get("".join(stems), ())
        tables = names.tables.get(joined, ()) or names.tables.get("".join(stems), ())
        tables = tuple(t for t in tables if self.form_of(joined, t))
        return found, tables

    def form_of(self, word: str, table: int) -> bool:
        """Return whether a word is a form of a table's own name: Tour and Touren are, Miete and Mieter are not."""
        own = self.schema.tables[table].entity
        return not ownwords.is_own(own) or ownwords.alike(word, ownwords.word(own))

    def made(
        self, text: str, concepts: tuple[lexicon.Concept, ...], *, columns: tuple[Col, ...], tables: tuple[int, ...]
    ) -> Noun:
        """Return the noun for concepts and literal names."""
        by_kind = {kind: [c.name for c in concepts if c.kind == kind] for kind in ("entity", "attribute", "phrase")}
        attributes = by_kind["attribute"]
        if len(attributes) > 1 and attributes[-1] == "number":
            attributes = attributes[:-1]
        entities, phrases = by_kind["entity"], by_kind["phrase"]
        if phrases and not columns:
            columns = self.schema.names.part(text)
        if columns and all(self.schema.field(c).type == "boolean" for c in columns):
            return Noun(text, columns=columns, mark=True)
        if not entities and not tables and len(attributes) == 1:
            tables = self.schema.names.tables.get(f"={attributes[0]}", ())
        contact = [
            a for a in attributes if lexicon.load().attribute[a].role == "contact"
        ]  # "Telefon" of a Telefonliste
        if own := self.own(tables) if not (entities or phrases or contact) else "":
            return Noun(text, own, "", "", columns, tables, plural=True)
        return Noun(
            text, entities[-1] if entities else "", attributes[-1] if attributes else "",
            phrases[-1] if phrases else "", columns, tables, plural=_plural(text, entities[-1] if entities else ""),
        )  # fmt: skip

    def own(self, tables: tuple[int, ...]) -> str:
        """Return the entity of tables that a word names, when only these tables know it."""
        found = {self.schema.tables[t].entity for t in tables}
        return found.pop() if len(found) == 1 and ownwords.is_own(next(iter(found))) else ""

    def titled(self, token: Token) -> Noun | None:
        """Link a word that is part of a column's title, or that a short title cuts off."""
        columns = self.schema.names.part(token.text) if token.text.isalpha() else ()
        return Noun(token.text, columns=columns) if columns else None

    def synonym(self, token: Token) -> Noun | None:
        """Link a word to the table or column that is called by another word for the same: "Auto" to FAHRZEUG."""
        for word in synonyms.of(token.text):
            same = Token(word, fold(word), token.first, token.last)
            columns, tables = self.literal([same])
            columns = columns or self.schema.names.part(word)
            own = self.own(tables)
            if own or columns:
                return Noun(token.text, own, columns=columns, tables=tables, plural=bool(own))
        return None

    def doer(self, token: Token) -> Noun | None:
        """Link a verb to the column of who does it: "wer fährt" to Fahrer."""
        for ending in ("t", "en", "e", ""):
            root = token.fold.removesuffix(ending)
            columns = self.schema.names.columns.get(f"{root}er", ()) if len(root) > SHORTEST_ROOT else ()
            if columns:
                return Noun(token.text, columns=columns)
        return None

    def listing(self, token: Token) -> Noun | None:
        """Link the name of a list to the table that it is: "Werkzeugliste", "Kundenkartei"."""
        for suffix in ownwords.SUFFIXES:
            word = token.fold.removesuffix(suffix)
            tables = self.schema.names.tables.get(word, ()) if word != token.fold else ()
            if own := self.own(tables):
                return Noun(token.text, own, tables=tables, plural=True)
        return None

    def compound(self, token: Token) -> Noun | None:
        """Link a compound of a table's own word and a known one: "Tankkosten" in Tankbelege, "getankt"."""
        if done := DONE.fullmatch(token.fold):
            tables = self.schema.names.about(done[1])
            return Noun(token.text, tables=tables, within=tables) if tables else None
        split = lexicon.headed(token.fold) if token.text.isalpha() else None
        tables = self.schema.names.about(split[0]) if split else ()
        if not split or not tables:
            return None
        if split[1].kind == "entity":
            own = self.own(tables)
            return Noun(token.text, own, tables=tables, plural=True) if own else None
        wanted = split[1].name if split[1].kind == "attribute" else "amount"
        return Noun(token.text, attribute=wanted, tables=tables, within=tables)

    def inflected_slip(self, word: str) -> str:
        """Return the known word that a misspelt one is a form of: "Rechungen"."""
        for ending in ENDINGS:
            base = word.removesuffix(ending)
            if base != word and len(base) >= SHORTEST_TYPO and (like := closest(base, list(lexicon.long_words()))):
                return like
        return ""

    def misspelt_noun(self, token: Token) -> Noun | Status | None:
        """Link a word that misspells one of the lexicon or of the columns ("telefonnumer", "gespert")."""
        if len(token.fold) < SHORTEST_TYPO or any(c.isdigit() for c in token.fold):
            return None
        like = closest(token.fold, list(lexicon.long_words())) or self.inflected_slip(token.fold)
        if not like:
            return None
        repaired = Token(like, like, token.first, token.last)
        name = lexicon.status_words().get(stem(like))
        if name:
            return Status(name, like, self.values.stemmed(repaired))
        columns, tables = self.literal([repaired])
        return self.made(like, lexicon.concepts(like), columns=columns, tables=tables)


def closest(word: str, known: Sequence[str]) -> str:
    """Return the one known word that is near enough: one slip, two from ten letters; "" when none or several.

    A slip is a letter too many, too few, wrong, or two that changed places ("sortiert" is none of "storniert").
    """
    most = 1 if len(word) < 10 else 2
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=3)
    close = [n for n in near if n[0][0] == word[0]]
    return str(close[0][0]) if len(close) == 1 or (len(close) > 1 and close[0][1] < close[1][1]) else ""


def _plural(text: str, entity: str) -> bool:
    """Return whether a noun is in the plural; where both forms are alike (Artikel) it may be."""
    known = lexicon.entity(entity)
    return known is not None and fold(text) in (fold(known.many.de), fold(known.many.en))


def _agree(found: Sequence[lexicon.Concept]) -> bool:
    """Return whether the parts of a compound make one attribute; "Lagerwert" (stock, amount) is none that is known."""
    attributes = [c.name for c in found if c.kind == "attribute"]
    return (
        len(attributes) < 2
        or attributes[-1] in ("number", "date", "name", "net", "gross")
        or (attributes[0] in ("net", "gross"))
    )
