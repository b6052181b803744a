"""Links the words of a question to operators, periods, numbers, columns, tables and values, each word once.

Longest and surest first. Knows no grammar: what the mentions mean together is decided in reading.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from hanse.tables import lexicon, ownwords, periods, plainverbs
from hanse.tables.mentions import Grain, Hit, Mention, Noun, Number, Op, Skip, Status, Time, Unknown, Value
from hanse.tables.numbers import WEAK, number_at
from hanse.tables.plan import Col
from hanse.tables.schema import Schema
from hanse.tables.terms import Token, fold, stem, words
from hanse.tables.valuefinder import ValueFinder, merged_hits

LONGEST = 7
COMPARING = frozenset({"als", "mindestens", "hochstens", "genau", "than", "least", "most"})
UNITS = {"€": "money", "euro": "money", "eur": "money",
         "euros": "money", "%": "percent", "prozent": "percent", "percent": "percent",
         "tag": "days", "tage": "days", "tagen": "days", "days": "days", "stuck": "pieces", "stk": "pieces",
         "st": "pieces", "pieces": "pieces", "mal": "", "times": ""}  # fmt: skip
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
LONG_VERB = 9
DONE = re.compile(r"(?:ein|aus|ab|auf|an|ver)?ge(\w{4,})t")  # getankt: of the table "Tankbelege"


class Linker:
    """One pass over the tokens of a question."""

    def __init__(self, tokens: Sequence[Token], schema: Schema, today: date) -> None:
        """Find the periods first: they need the whole question."""
        self.tokens = tokens
        self.schema = schema
        self.values = ValueFinder(schema)
        self.periods = {at: f for f in periods.find(tokens, today) for at in _starts(tokens, f)}
        self.function = lexicon.function_words()
        self.operators = lexicon.operator_phrases()

    def link(self) -> list[Mention]:
        """Return mentions that cover the question from its first to its last token."""
        found: list[Mention] = []
        at = 0
        while at < len(self.tokens):
            mention, at = self.at(at)
            found.append(mention)
        return found

    def at(self, at: int) -> tuple[Mention, int]:
        """Return what begins at this token and the index after it."""
        readers = (
            self.quoted, self.period, self.long_value, self.operator, self.key_value, self.number, self.grain,
            self.state, self.noun, self.value, self.skip,
            self.compound, self.titled, self.misspelt_noun, self.misspelt_verb, self.loose_value,
        )  # fmt: skip
        for read in readers:
            if hit := read(at):
                return hit
        return Unknown(self.tokens[at].text), at + 1

    def plain(self, token: Token) -> bool:
        """Return whether a word carries no content; "MAN" in capitals does where it is a value."""
        if token.fold not in self.function:
            return False
        return not (token.text.isupper() and len(token.text) > 1 and self.schema.exact(token.fold))

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
        if at and self.tokens[at].fold in GRAINS and self.operators.get((self.tokens[at - 1].fold,)) == "each":
            return None  # "je Monat 2025": the year is read by itself
        text = self.text(at, found.last)
        return Time(found.period, text, before=fold(text).endswith(("vorjahr", "vorjahres"))), found.last

    def long_value(self, at: int) -> tuple[Mention, int] | None:
        """Link two or more words that are a whole value, or stand together in values."""
        if self.plain(self.tokens[at]) or self.tokens[at].quoted:
            return None
        for last in range(min(len(self.tokens), at + LONGEST), at + 1, -1):
            if last == at + 2 and self.key_follows(at):
                continue
            if self.plain(self.tokens[last - 1]) or any(t.quoted for t in self.tokens[at:last]):
                continue
            if not all(words(t.text) for t in self.tokens[at:last]):
                continue
            parts = [w for t in self.tokens[at:last] for w in words(t.text)]
            hits = self.values.hits(parts)
            if hits and (hits[0].whole or not self.worded(at, last)):
                return Value(self.text(at, last), hits), last
        return None

    def key_follows(self, at: int) -> bool:
        """Return whether a kind of thing is followed by the identifier of one: "Rechnung RE-2025-001"."""
        if self.tokens[at + 1].text.isdigit() or not self.names_key(at):
            return False
        hit = self.key_value(at + 1)
        hits = hit[0].hits if hit and isinstance(hit[0], Value) else ()
        return any(h.whole and self.schema.field(h.col).role == "key" for h in hits)

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
        if self.tokens[at].fold in {"nach", "by"}:
            return Op("each", self.tokens[at].text), at + 1
        return None

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
        return at + 1 < len(self.tokens) and bool(self.literal(self.tokens[at : at + 2])[0])

    def noun(self, at: int) -> tuple[Mention, int] | None:
        """Link a word to known concepts, to the title of a column or to the name of a table."""
        for last in range(min(len(self.tokens), at + 4), at, -1):
            stretch = self.tokens[at:last]
            if last > at + 1 and any(t.quoted for t in stretch):
                continue
            concepts = self.concepts(stretch)
            columns, tables = self.literal(stretch)
            if concepts or columns or tables:
                return self.made(self.text(at, last), concepts, columns=columns, tables=tables), last
        return None

    def concepts(self, stretch: Sequence[Token]) -> tuple[lexicon.Concept, ...]:
        """Return the concepts of one word, or of two that are one concept together."""
        if len(stretch) == 1:
            if self.plain(stretch[0]):
                return ()
            found = lexicon.concepts(stretch[0].fold) if len(stretch[0].fold) > 2 else ()
            return found if _agree(found) else ()
        found = lexicon.concepts("".join(t.fold for t in stretch)) if len(stretch) == 2 else ()
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
        return found, tables

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
            return Noun(text, columns=columns)
        if not entities and not tables and len(attributes) == 1:
            tables = self.schema.names.tables.get(f"={attributes[0]}", ())
        if own := self.own(tables) if not entities else "":
            return Noun(text, own, "", "", columns, tables, plural=True)
        return Noun(
            text, entities[-1] if entities else "", attributes[-1] if attributes else "",
            phrases[-1] if phrases else "", columns, tables, plural=_plural(text, entities[-1] if entities else ""),
        )  # fmt: skip

    def own(self, tables: tuple[int, ...]) -> str:
        """Return the entity of tables that a word names, when only these tables know it."""
        found = {self.schema.tables[t].entity for t in tables}
        return found.pop() if len(found) == 1 and ownwords.is_own(next(iter(found))) else ""

    def value(self, at: int) -> tuple[Mention, int] | None:
        """Link one word to values that it is, or that have it as a word."""
        token = self.tokens[at]
        if self.plain(token):
            return None
        parts = words(token.text)
        hits = self.values.hits(parts) or (self.values.inflected(parts) if len(parts) > 1 else ())
        wider = self.values.widened(token, hits)
        hits = tuple(dict.fromkeys((*hits, *(h for h in wider if self.values.of_goods(h))))) if _whole(hits) else wider
        return (Value(token.text, hits), at + 1) if hits else None

    def skip(self, at: int) -> tuple[Mention, int] | None:
        """Take a word without content."""
        token = self.tokens[at]
        return (Skip(token.text), at + 1) if self.plain(token) else None

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
        if (like := self.misspelt(token.fold)) and (hits_ := self.values.hits([like])):
            return Value(token.text, hits_, typo=like), at + 1
        return None

    def titled(self, at: int) -> tuple[Mention, int] | None:
        """Link a word that is part of a column's title, or that a short title cuts off."""
        token = self.tokens[at]
        columns = self.schema.names.part(token.text) if token.text.isalpha() else ()
        return (Noun(token.text, columns=columns), at + 1) if columns else None

    def compound(self, at: int) -> tuple[Mention, int] | None:
        """Link a compound of a table's own word and a known one: "Tankkosten" in Tankbelege, "getankt"."""
        token = self.tokens[at]
        if done := DONE.fullmatch(token.fold):
            tables = self.schema.names.about(done[1])
            return (Noun(token.text, tables=tables, within=tables), at + 1) if tables else None
        split = lexicon.headed(token.fold) if token.text.isalpha() else None
        tables = self.schema.names.about(split[0]) if split else ()
        if not split or not tables:
            return None
        if split[1].kind == "entity":
            own = self.own(tables)
            return (Noun(token.text, own, tables=tables, plural=True), at + 1) if own else None
        wanted = split[1].name if split[1].kind == "attribute" else "amount"
        return Noun(token.text, attribute=wanted, tables=tables, within=tables), at + 1

    def misspelt_verb(self, at: int) -> tuple[Mention, int] | None:
        """Skip a verb that asks for nothing and is misspelt."""
        word = self.tokens[at].fold
        slip = process.extractOne(word, plainverbs.forms(), scorer=OSA.distance, score_cutoff=1)
        return (Skip(self.tokens[at].text), at + 1) if len(word) >= LONG_VERB and slip else None

    def misspelt_noun(self, at: int) -> tuple[Mention, int] | None:
        """Link a word that misspells one of the lexicon or of the columns ("telefonnumer", "gespert")."""
        token = self.tokens[at]
        if len(token.fold) < SHORTEST_TYPO + 1 or any(c.isdigit() for c in token.fold):
            return None
        like = closest(token.fold, list(lexicon.long_words()))
        if not like:
            return None
        repaired = Token(like, like, token.first, token.last)
        name = lexicon.status_words().get(stem(like))
        if name:
            return Status(name, like, self.values.stemmed(repaired)), at + 1
        columns, tables = self.literal([repaired])
        return self.made(like, lexicon.concepts(like), columns=columns, tables=tables), at + 1

    def misspelt(self, word: str) -> str:
        """Return the only known word that is close enough: one slip up to 7 letters, two from 8."""
        return closest(word, self.schema.vocabulary())


def closest(word: str, known: Sequence[str]) -> str:
    """Return the one known word that is near enough: one slip, two from ten letters; "" when none or several.

    A slip is a letter too many, too few, wrong, or two that changed places ("sortiert" is none of "storniert").
    """
    most = 1 if len(word) < 10 else 2
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=3)
    close = [n for n in near if n[0][0] == word[0]]
    return str(close[0][0]) if len(close) == 1 or (len(close) > 1 and close[0][1] < close[1][1]) else ""


def _starts(tokens: Sequence[Token], found: periods.Found) -> Iterator[int]:
    """Yield where a period may be said to begin: also behind its "im", "zum", when these belong to a phrase before."""
    at = found.first
    yield at
    while at + 1 < found.last and tokens[at].fold in periods.SKIPPED:
        at += 1
        yield at


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


def _whole(hits: Sequence[Hit]) -> bool:
    return any(h.whole for h in hits)
