"""Links the words of a question to operators, periods, numbers, columns, tables and values, each word once.

Longest and surest first. Knows no grammar: what the mentions mean together is decided in reading.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from hanse.tables import lexicon, periods, plainverbs
from hanse.tables.compounds import Compounds
from hanse.tables.mentions import Grain, Hit, Mention, Noun, Number, Op, Skip, Status, Time, Unknown, Value
from hanse.tables.nounfinder import NounFinder, closest
from hanse.tables.numbers import WEAK, number_at
from hanse.tables.schema import Schema
from hanse.tables.terms import Token, fold, stem, words
from hanse.tables.valuefinder import ValueFinder, merged_hits

LONGEST = 7
COMPARING = frozenset({"als", "mindestens", "hochstens", "genau", "than", "least", "most"})
UNITS = {"€": "money", "euro": "money", "eur": "money",
         "euros": "money", "%": "percent", "prozent": "percent", "percent": "percent",
         "tag": "days", "tage": "days", "tagen": "days", "days": "days", "stuck": "pieces", "stk": "pieces",
         "st": "pieces", "pieces": "pieces", "mal": "times", "times": "times",
         "qm": "qm", "m2": "qm", "quadratmeter": "qm", "km": "km", "kilometer": "km", "kg": "kg", "kilo": "kg",
         "liter": "liter", "l": "liter", "tonnen": "t", "stunden": "hours", "std": "hours", "hours": "hours",
         }  # fmt: skip
GRAINS = {"tag": "day", "tage": "day", "tagen": "day", "day": "day", "woche": "week", "wochen": "week",
          "week": "week", "kalenderwoche": "week", "monat": "month", "monate": "month", "monaten": "month",
          "month": "month", "months": "month", "quartal": "quarter", "quartale": "quarter", "quartalen": "quarter",
          "quarter": "quarter", "jahr": "year", "jahre": "year", "jahren": "year", "year": "year",
          "years": "year"}  # fmt: skip
ADVERBS = {"taglich": "day", "wochentlich": "week", "monatlich": "month", "quartalsweise": "quarter",
           "jahrlich": "year", "monatsweise": "month", "monthly": "month", "yearly": "year",
           "quarterly": "quarter", "weekly": "week", "daily": "day"}  # fmt: skip
TITLES = frozenset({"herr", "herrn", "frau", "firma", "fa", "mr", "mrs", "ms"})
SHORTEST_TYPO = 5
SHORTEST_SLIP = 7
LONG_VERB = 9
STARTED = frozenset({"since", "created"})
NOTE = 2  # rank of values in columns of notes
CONTACT = 3  # rank of values such as e-mail addresses, which hold names of persons
SIZED = re.compile(r"\d+er")  # "125er Trennscheibe"
LONG_VALUE = 7  # shorter words are too near to others: Kartei, Karte


class Linker:
    """One pass over the tokens of a question."""

    def __init__(self, tokens: Sequence[Token], schema: Schema, today: date) -> None:
        """Find the periods first: they need the whole question."""
        self.tokens = tokens
        self.schema = schema
        self.values = ValueFinder(schema)
        self.names = NounFinder(schema, self.values)
        self.compounds = Compounds(schema, self.names, self.values)
        self.periods = {at: f for f in periods.find(tokens, today) for at in _starts(tokens, f)}
        self.operators = lexicon.operator_phrases()
        self.asks_who = bool(tokens) and self.operators.get((tokens[0].fold,)) == "who"

    def link(self) -> list[Mention]:
        """Return mentions that cover the question from its first to its last token."""
        found: list[Mention] = []
        at = 0
        while at < len(self.tokens):
            mention, last = self.at(at)
            mention, held = self.holder(mention)
            apart = self.apart(at) if last == at + 1 and _loose(mention) else ()
            found += apart or (mention, *held)
            at = last
        return found

    def otherwise(self, mentions: list[Mention]) -> Iterator[list[Mention]]:
        """Yield the question with one word linked in another way: a name as a value ("Lager"), a value as a title."""
        for at, mention in enumerate(mentions):
            other = self.other(mention)
            if other is not None:
                yield [*mentions[:at], other, *mentions[at + 1 :]]

    def other(self, mention: Mention) -> Mention | None:
        """Return what else a single word may be, None where it is nothing else."""
        if not isinstance(mention, Noun | Value) or not mention.text.isalpha():
            return None
        if isinstance(mention, Noun) and mention.attribute in STARTED:
            return Skip(mention.text)  # "in der Gruppe ... angelegt" tells no day
        token = Token(mention.text, fold(mention.text), 0, 0)
        if isinstance(mention, Value):
            return self.names.titled(token) if not any(h.rank == 0 and h.whole for h in mention.hits) else None
        if mention.phrase or (mention.attribute and lexicon.load().attribute[mention.attribute].role == "money"):
            return None
        hits = self.values.widened(token, self.values.hits(words(mention.text)))
        hits = tuple(h for h in hits if h.rank < NOTE)
        return Value(mention.text, hits) if hits else None

    def at(self, at: int) -> tuple[Mention, int]:
        """Return what begins at this token and the index after it."""
        readers = (
            self.quoted, self.period, self.long_value, self.operator, self.key_value, self.number, self.grain,
            self.state, self.noun, self.value, self.skip,
            self.loose_noun, self.misspelt_verb, self.composed, self.loose_value,
        )  # fmt: skip
        for read in readers:
            if hit := read(at):
                return hit
        return Unknown(self.tokens[at].text), at + 1

    def text(self, first: int, last: int) -> str:
        """Return the words from first to before last."""
        return " ".join(t.text for t in self.tokens[first:last])

    def quoted(self, at: int) -> tuple[Mention, int] | None:
        """Link what stands in quotation marks to values only."""
        token = self.tokens[at]
        if not token.quoted:
            return None
        hits = self.values.hits(words(token.text))
        return (Value(token.text, hits) if hits else Unknown(token.text)), at + 1

    def period(self, at: int) -> tuple[Mention, int] | None:
        """Take the period that begins here, unless a title shows that it is a name ("Frau Mai")."""
        found = self.periods.get(at)
        if found is None or (at and self.tokens[at - 1].fold in TITLES):
            return None
        before = self.operators.get((self.tokens[at - 1].fold,)) if at else None
        if self.tokens[at].fold in GRAINS and before in ("each", "highest", "lowest"):
            return None  # "je Monat 2025": the year is read by itself
        text = self.text(at, found.last)
        return Time(found.period, text, before=fold(text).endswith(("vorjahr", "vorjahres"))), found.last

    def long_value(self, at: int) -> tuple[Mention, int] | None:
        """Link two or more words that are a whole value, or stand together in values."""
        if self.tokens[at].quoted:
            return None
        small = self.names.plain(self.tokens[at])
        for last in range(min(len(self.tokens), at + LONGEST), at + 1, -1):
            if last == at + 2 and self.key_follows(at):
                continue
            if self.names.plain(self.tokens[last - 1]) or any(t.quoted for t in self.tokens[at:last]):
                continue
            if not all(words(t.text) for t in self.tokens[at:last]):
                continue
            parts = [w for t in self.tokens[at:last] for w in words(t.text)]
            parts = [w[:-2] if SIZED.fullmatch(w) and not self.schema.containing(w) else w for w in parts]
            hits = tuple(h for h in self.values.hits(parts) if h.whole or not (small or h.rank >= CONTACT))
            hits = hits or (() if small else self.values.same_stems(parts))
            if hits and ((hits[0].whole and not self.text_only(hits, at, last)) or not self.worded(at, last)):
                return Value(self.text(at, last), hits), last
        return None

    def key_follows(self, at: int) -> bool:
        """Return whether a kind of thing is followed by the identifier of one: "Rechnung RE-2025-001"."""
        if self.tokens[at + 1].text.isdigit() or not self.names_key(at):
            return False
        hit = self.key_value(at + 1)
        hits = hit[0].hits if hit and isinstance(hit[0], Value) else ()
        return any(h.whole and self.schema.field(h.col).role == "key" for h in hits)

    def text_only(self, hits: Sequence[Hit], first: int, last: int) -> bool:
        """Return whether words that mean something by themselves are a whole value only of a column of plain text."""
        return all(h.rank > 0 for h in hits) and self.worded(first, last)

    def worded(self, first: int, last: int) -> bool:
        """Return whether a token of the stretch means something by itself: an operator, a period, a noun."""
        return any(
            (t.fold,) in self.operators or i in self.periods or lexicon.concepts(t.fold) or self.status_of(t)
            for i, t in enumerate(self.tokens[first:last], first)
        )

    def operator(self, at: int) -> tuple[Mention, int] | None:
        """Take the longest operator phrase."""
        for last in range(min(len(self.tokens), at + 4), at, -1):
            name = self.operators.get(tuple(t.fold for t in self.tokens[at:last]))
            if name:
                return Op(name, self.text(at, last)), last
        if name := self.misspelt_operator(at):
            return Op(name, self.text(at, at + 1)), at + 1
        if self.tokens[at].fold in {"nach", "by"}:
            return Op("each", self.tokens[at].text), at + 1
        return None

    def misspelt_operator(self, at: int) -> str:
        """Return the operator that a long word misspells: "durchschnitliche", "gesammt"; "" for others."""
        word = self.tokens[at].fold
        if len(word) < SHORTEST_SLIP or self.names.plain(self.tokens[at]) or lexicon.concepts(word):
            return ""
        if self.schema.containing(word) or self.status_of(self.tokens[at]):
            return ""
        like = closest(word, lexicon.long_operators())
        return self.operators[(like,)] if like else ""

    def key_value(self, at: int) -> tuple[Mention, int] | None:
        """Link an identifier: letters with digits, or a number behind the name of its key ("Kunde 10070")."""
        token = self.tokens[at]
        mixed = any(c.isdigit() for c in token.text) and any(c.isalpha() for c in token.text)
        plain = token.text.isdigit() and at > 0 and self.names_key(at - 1)
        if not mixed and not plain:
            return None
        hits = [h for h in self.values.hits(words(token.text)) if h.whole or mixed]
        hits = [h for h in hits if self.schema.field(h.col).role in ("key", "code")] if plain else hits
        return (Value(token.text, tuple(hits)), at + 1) if hits else None

    def names_key(self, at: int) -> bool:
        """Return whether the word before a number names what has numbers: Kunde, Kundennummer, Nr."""
        return any(
            c.kind == "entity" or c.name in ("number", "document", "plz")
            for c in lexicon.concepts(self.tokens[at].fold)
        ) or self.tokens[at].fold in {"nr", "no", "kdnr", "nummer"}

    def number(self, at: int) -> tuple[Mention, int] | None:
        """Take a number with its unit."""
        hit = number_at(self.tokens, at)
        if hit is None and at and self.tokens[at].fold in WEAK and self.tokens[at - 1].fold in COMPARING:
            hit = Decimal(1), at + 1
        if hit is None:
            return None
        value, last = hit
        if self.tokens[at].fold.endswith("mal"):
            return Number(value, "times", self.tokens[at].text), last
        unit = UNITS.get(self.tokens[last].fold) if last < len(self.tokens) else None
        end = last if unit is None else last + 1
        return Number(value, unit or "", self.text(at, end)), end

    def grain(self, at: int) -> tuple[Mention, int] | None:
        """Take "Monat" as a unit, "monatlich" as a grouping."""
        word = self.tokens[at].fold
        if word in GRAINS:
            return Grain(GRAINS[word], self.tokens[at].text), at + 1
        base = re.sub(r"(e|er|es|en|em)$", "", word)
        adverb = ADVERBS.get(word) or ADVERBS.get(base)
        return (Grain(adverb, self.tokens[at].text, each=True), at + 1) if adverb else None

    def status_of(self, token: Token) -> str:
        """Return the status that a word names, or ""."""
        return lexicon.status_words().get(stem(token.text), "")

    def state(self, at: int) -> tuple[Mention, int] | None:
        """Take a status word."""
        name = self.status_of(self.tokens[at])
        named = lexicon.concepts(self.tokens[at].fold)
        if named and named[0].kind == "entity" and self.tokens[at].fold not in lexicon.literal_status_words():
            return None  # "offers" has the stem of "offen"
        if not name or self.two_words(at) or self.two_word_title(at):
            return None
        return Status(name, self.tokens[at].text, self.values.stemmed(self.tokens[at])), at + 1

    def two_words(self, at: int) -> tuple[lexicon.Concept, ...]:
        """Return what two words mean together ("offener Betrag", "due date"), or ()."""
        if at + 1 >= len(self.tokens):
            return ()
        found = lexicon.concepts(self.tokens[at].fold + self.tokens[at + 1].fold)
        return found if len(found) == 1 else ()

    def two_word_title(self, at: int) -> bool:
        """Return whether two words are the whole title of a column: "Geschlossen am"."""
        return at + 1 < len(self.tokens) and bool(self.names.literal(self.tokens[at : at + 2])[0])

    def noun(self, at: int) -> tuple[Mention, int] | None:
        """Link a word to known concepts, to the title of a column or to the name of a table."""
        for last in range(min(len(self.tokens), at + 4), at, -1):
            stretch = self.tokens[at:last]
            if last > at + 1 and any(t.quoted for t in stretch):
                continue
            concepts = self.names.concepts(stretch)
            columns, tables = self.names.literal(stretch)
            if concepts or columns or tables:
                return self.names.made(self.text(at, last), concepts, columns=columns, tables=tables), last
        return None

    def value(self, at: int) -> tuple[Mention, int] | None:
        """Link one word to values that it is, or that have it as a word."""
        token = self.tokens[at]
        if self.names.plain(token):
            return None
        parts = words(token.text)
        hits = self.values.hits(parts) or (self.values.inflected(parts) if len(parts) > 1 else ())
        wider = self.values.widened(token, hits)
        hits = tuple(dict.fromkeys((*hits, *(h for h in wider if self.values.of_goods(h))))) if _whole(hits) else wider
        return (Value(token.text, hits), at + 1) if hits else None

    def skip(self, at: int) -> tuple[Mention, int] | None:
        """Take a word without content."""
        token = self.tokens[at]
        if not self.names.plain(token):
            return None
        doer = self.names.doer(token) if self.asks_who else None
        return doer or Skip(token.text), at + 1

    def loose_value(self, at: int) -> tuple[Mention, int] | None:
        """Link a word to values that have it as part of a compound, or that it misspells."""
        token = self.tokens[at]
        if len(token.fold) < SHORTEST_TYPO or any(c.isdigit() for c in token.fold):
            return None
        part = stem(token.text)
        inside = [w for w in self.schema.vocabulary() if part in w] if len(part) >= SHORTEST_TYPO else []
        if inside:
            hits = merged_hits([h for w in inside for h in self.values.hits([w])])
            return Value(token.text, tuple(hits)), at + 1
        if done := self.values.done(token):
            return Value(token.text, done, verb=True), at + 1
        if same := self.values.same_meaning(token):
            return Value(token.text, same), at + 1
        if (
            len(token.fold) >= LONG_VALUE
            and (like := self.misspelt(token.fold))
            and (hits_ := self.values.hits([like]))
        ):
            return Value(token.text, hits_, typo=like), at + 1
        return None

    def holder(self, mention: Mention) -> tuple[Mention, tuple[Mention, ...]]:
        """Return a person's noun and what the person has: "Vertragskunden" are customers with a contract."""
        found = lexicon.concepts(fold(mention.text)) if isinstance(mention, Noun) and mention.entity else ()
        kinds = [c.name for c in found if c.kind == "entity"]
        if len(found) != 2 or len(kinds) != 2 or kinds[1] not in ("customer", "supplier"):
            return mention, ()
        word = lexicon.load().entity[kinds[0]].one.de
        return mention, (Noun(word, entity=kinds[0], held=True),)

    def apart(self, at: int) -> tuple[Mention, ...]:
        """Return the parts of a compound that no value has both of."""
        return () if self.compounds.values_of(self.tokens[at]) else self.compounds.apart(self.tokens[at])

    def composed(self, at: int) -> tuple[Mention, int] | None:
        """Link a compound to values that have its parts as words: "Meisterstunde" to "Arbeitsstunde Meister"."""
        hits = self.compounds.values_of(self.tokens[at])
        return (Value(self.tokens[at].text, hits), at + 1) if hits else None

    def loose_noun(self, at: int) -> tuple[Mention, int] | None:
        """Link a word to a name that it is part of, stands for, or misspells."""
        token, names = self.tokens[at], self.names
        found = (
            names.listing(token)
            or names.compound(token)
            or names.titled(token)
            or names.synonym(token)
            or names.misspelt_noun(token)
        )
        return (found, at + 1) if found else None

    def misspelt_verb(self, at: int) -> tuple[Mention, int] | None:
        """Skip a verb that asks for nothing and is misspelt."""
        word = self.tokens[at].fold
        slip = process.extractOne(word, plainverbs.forms(), scorer=OSA.distance, score_cutoff=1)
        return (Skip(self.tokens[at].text), at + 1) if len(word) >= LONG_VERB and slip else None

    def misspelt(self, word: str) -> str:
        """Return the only known word that is close enough: one slip up to 7 letters, two from 8."""
        return closest(word, self.schema.vocabulary())


def _starts(tokens: Sequence[Token], found: periods.Found) -> Iterator[int]:
    """Yield where a period may be said to begin: also behind its "im", "zum", when these belong to a phrase before."""
    at = found.first
    yield at
    while at + 1 < found.last and tokens[at].fold in periods.SKIPPED:
        at += 1
        yield at


def _loose(mention: Mention) -> bool:
    """Return whether a word was linked by likeness only, or not at all."""
    if isinstance(mention, Unknown):
        return True
    if isinstance(mention, Noun):
        return bool(mention.columns or mention.tables) and not (mention.entity or mention.phrase or mention.attribute)
    return isinstance(mention, Value) and not any(h.whole for h in mention.hits)


def _whole(hits: Sequence[Hit]) -> bool:
    return any(h.whole for h in hits)
