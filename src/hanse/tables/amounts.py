"""Which column a figure is computed from: the one that is named, that a phrase means, or that is usual."""

from hanse.tables import lexicon, ownwords
from hanse.tables.bounds import bounded
from hanse.tables.fitting import Amount, Fit, Shaped, told_apart
from hanse.tables.frame import PIECES
from hanse.tables.lexicon import Phrase
from hanse.tables.mentions import Noun, Status
from hanse.tables.plan import Col, Function, Measure, Plan
from hanse.tables.root import Misfit
from hanse.tables.schema import Field


def amounts(fit: Fit, noun: Noun | None, *, anywhere: bool = False) -> list[Amount]:
    """Return the columns that a figure may be computed from: in this table only, or rows would count twice."""
    phrase = lexicon.load().phrase.get(noun.phrase) if noun else None
    if noun:
        fit.used.append(noun)
    if fit.less:
        fit.used += fit.less
        return less(fit, *fit.less)
    if noun and phrase and not phrase.verb and "avg" in fit.frame.adds:
        raise Misfit("an average of what")  # of the invoices, or of the months?
    if noun and phrase:
        return meant(fit, phrase, noun.phrase) or titled(fit, noun)
    if noun and fit.figure_column(noun):
        named = [f for f in fit.entry.fields if f.col in noun.columns and f.number]
        return either(still_open(fit, [f for f in named if f.meaning.is_a(fit.frame.net)] if fit.frame.net else named))
    if noun is None or (noun.entity and not noun.attribute):
        return default_amounts(fit)
    fields = [f for f in fit.root.matching(noun, own=not anywhere) if f.number]
    if noun == PIECES and not fit.verb and not fit.frame.times:
        return in_stock(fit) or [Amount(f, 1.0, c) for f, c in told_apart(fields)]
    if fit.frame.net:
        fields = [f for f in fields if f.meaning.is_a(fit.frame.net)]
    return either(still_open(fit, fields))


def in_stock(fit: Fit) -> list[Amount]:
    """Return the stock as what "wie viele Stück haben wir" asks for, where nothing says sold, moved or when."""
    return either([f for f in fit.root.matching(Noun("", attribute="stock"), own=True) if f.number])


def meant(fit: Fit, phrase: Phrase, name: str) -> list[Amount]:
    """Return the first column that a phrase means in this table."""
    if fit.frame.net == "gross" and name == "turnover":
        return meant(fit, lexicon.load().phrase["grossturnover"], "grossturnover")
    for cost, (entity, attribute) in enumerate(m.split(".") for m in phrase.means):
        if not fit.at_home((entity,)):
            continue
        if "*" in attribute:
            return product(fit, *attribute.split("*"), name=name)
        if "-" in attribute:
            first, second = (Noun("", attribute=a) for a in attribute.split("-"))
            return less(fit, first, second, name=name)
        noun = Noun("", attribute=attribute)
        if fit.frame.net and attribute in ("net", "gross"):
            noun = Noun("", attribute=fit.frame.net)
        fields = [f for f in fit.root.matching(noun, own=True) if f.number and f.meaning.own]
        fields = [f for f in fields if f.meaning.is_a(fit.frame.net)] if fit.frame.net else fields
        if fields and suits(fit, attribute):
            return [Amount(f, cost * 0.5, c, name) for f, c in told_apart(fields)]
    return priced(fit) if name == "costs" else []


def priced(fit: Fit) -> list[Amount]:
    """Return the prices of a table of its own kind, such as hourly rates, of which the question names a row."""
    here = any(h.col.table == fit.entry.id for f in fit.frame.flags for h in f.mention.hits)
    fields = [f for f in fit.entry.fields if f.number and f.role == "price"]
    fields = [f for f in fields if f.meaning.is_a(fit.frame.net)] if fit.frame.net else fields
    return either(fields) if here and ownwords.is_own(fit.entry.entity) else []


def product(fit: Fit, first: str, second: str, *, name: str) -> list[Amount]:
    """Return one column times another: stock times purchase price; another price where the question names it."""
    wish = next((n for n in fit.frame.nouns if fit.role_here(n) == "price"), Noun("", attribute=second))
    fit.used += [n for n in fit.frame.nouns if n is wish]
    left = [f for f in fit.root.matching(Noun("", attribute=first), own=True) if f.number]
    right = [f for f in fit.root.matching(wish, own=True) if f.number]
    return [Amount(left[0], 0.0, "", name, times=right[0])] if left and len(right) == 1 else []


def less(fit: Fit, first: Noun, second: Noun, *, name: str = "") -> list[Amount]:
    """Return one column less another: the selling price less the purchase price."""
    found = [[f for f in fit.root.matching(n, own=True) if f.number] for n in (first, second)]
    one, other = found
    return [Amount(one[0], 0.0, "", name, minus=other[0])] if len(one) == len(other) == 1 else []


def titled(fit: Fit, noun: Noun) -> list[Amount]:
    """Return the columns here whose title has the word of a phrase: "Umsatz brutto" in a table of daily takings."""
    fields = [f for f in fit.entry.fields if f.col in noun.columns and f.number]
    if not fields and fit.entry.id in noun.tables and fit.frame.ask != "count":  # a table that is called "Umsätze"
        fields = [f for f in fit.root.matching(Noun("", attribute="amount"), own=True) if f.number]
    fields = [f for f in fields if f.meaning.is_a(fit.frame.net)] if fit.frame.net else fields
    return [Amount(f, 0.25, c) for f, c in told_apart(fields)]


def suits(fit: Fit, attribute: str) -> bool:
    """Return whether a phrase's column answers the question word: "wie viele" wants pieces, "wie viel" money."""
    if attribute == "quantity":
        ranked = fit.frame.ask == "what" and bool(fit.frame.supers)
        return (ranked or fit.frame.ask in {"count", "which", "who", "", "howmuch"}) and not fit.money_wanted()
    return fit.frame.ask != "count" or attribute == "hours"


def default_amounts(fit: Fit) -> list[Amount]:
    """Return the amount of what the table is about, or its price."""
    named = [n for n in fit.frame.nouns if n.entity and not n.attribute]
    if not named or not any(fit.at_home((n.entity,)) for n in named):
        raise Misfit("amount of what")
    for attribute in ("amount", "sale", "price", "hours", "quantity"):
        fields = [f for f in fit.root.matching(Noun("", attribute=attribute), own=True) if f.number]
        fields = [f for f in fields if f.meaning.own]
        if fit.frame.net:
            fields = [f for f in fields if f.meaning.is_a(fit.frame.net)]
        if fields:
            return either(still_open(fit, fields))
    return []


def still_open(fit: Fit, fields: list[Field]) -> list[Field]:
    """Return the column with what is still to be paid when the question asks for open amounts."""
    is_open = any(isinstance(f.mention, Status) and f.mention.name in ("open", "overdue") for f in fit.frame.flags)
    rest = [f for f in fit.entry.fields if f.meaning.attribute == "open" and f.number]
    return rest[:1] if is_open and rest and fields and fields[0].role == "money" else fields


def either(fields: list[Field]) -> list[Amount]:
    """Return one column, or each of several with its name as the choice."""
    return [Amount(f, 0.0, choice) for f, choice in told_apart(fields)]


def both(found: list[Amount]) -> tuple[Col, ...]:
    """Return gross and net when the question leaves open which: both are then shown."""
    named = {a.field.meaning.attribute: a.field.col for a in found if a.field}
    return (named["gross"], named["net"]) if set(named) == {"gross", "net"} else ()


def value_of(fit: Fit, function: Function, found: list[Amount]) -> Shaped:
    """Return one figure for each column it may be computed from; gross and net side by side."""
    if cols := both(found):
        measures = tuple(Measure(function, c) for c in cols)
        return [(Plan("value", fit.entry.id, measures=measures, filters=bounded(fit)), Amount(None))]
    return [
        (Plan("value", fit.entry.id, measures=(a.measure(function),), filters=bounded(fit)), a)
        for a in found
        if a.field
    ]
