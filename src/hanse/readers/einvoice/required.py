"""Is everything in an e-invoice that the standard requires? The rules are data (rules.csv). Nothing is filled in."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from hanse.readers._invoice import Element, Group, Syntax, Value, decimal, model, path_of
from hanse.records import Check, Finding, Place
from hanse.words import Words


class Rule(msgspec.Struct, frozen=True):
    """One row of rules.csv."""

    rule: str
    group: str
    any: tuple[str, ...]
    when: str
    profiles: str


class Missing(NamedTuple):
    """A rule that doesn't hold, how often, and where first."""

    rule: Rule
    times: int
    element: Element


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules; the file is read once."""
    text = Path(__file__).with_name("rules.csv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    rows = csv.DictReader(lines, delimiter=";", quoting=csv.QUOTE_NONE)
    return tuple(Rule(r["rule"], r["group"], tuple(r["any"].split()), r["when"], r["profiles"]) for r in rows)


def check(invoice: Group, syntax: Syntax) -> tuple[Check, list[Finding]]:
    """Return one check for all that is required, and a finding for each rule that doesn't hold."""
    wanted = [rule for rule in rules() if rule.profiles in _profiles(invoice.text("BT-24").lower(), syntax)]
    groups = _by_name(invoice)
    missing = [found for rule in wanted if (found := _missing(rule, groups))]
    place = Place(part=path_of(missing[0].element if missing else invoice.element))
    words = Words("Alle Pflichtangaben sind da", "All required fields are there")
    done = Check("einvoice.required", words, not missing, str(len(wanted)), str(len(wanted) - len(missing)), place)
    return done, [_finding(found) for found in missing]


def _profiles(identifier: str, syntax: Syntax) -> set[str]:
    if syntax == "zf1" or "minimum" in identifier:
        return {"all"}
    if "basicwl" in identifier:
        return {"all", "wl"}
    return {"all", "wl", "full"} | ({"xrechnung"} if "xrechnung" in identifier else set())


def _by_name(invoice: Group) -> dict[str, list[Group]]:
    found: dict[str, list[Group]] = {}
    for group in invoice.under():
        found.setdefault(group.name, []).append(group)
    return found


def _missing(rule: Rule, groups: dict[str, list[Group]]) -> Missing | None:
    if rule.group.startswith("BT"):
        lacking = [v.element for v in _values(rule.group, groups) if not set(rule.any) & set(v.extras)]
    else:
        known = groups.get(rule.group, ())
        lacking = [g.element for g in known if _holds(rule.when, g) and not any(_has(g, name) for name in rule.any)]
    return Missing(rule, len(lacking), lacking[0]) if lacking else None


def _values(term: str, groups: dict[str, list[Group]]) -> Iterator[Value]:
    for group in groups.get(model().terms[term].group, ()):
        yield from group.values.get(term, ())


def _has(group: Group, name: str) -> bool:
    return name in group.groups if name.startswith("BG") else group.first(name) is not None


def _holds(when: str, group: Group) -> bool:
    if ">" in when:
        amount = decimal(group.text(when.partition(">")[0]))
        return amount is not None and amount > 0
    term, wanted, values = when.partition("=")
    return not when or (group.text(term) in values.split() if wanted else group.first(term) is not None)


def _finding(found: Missing) -> Finding:
    known = model().terms
    german, english = (f" {word} ".join(getattr(known[n].title, lang) for n in found.rule.any) for lang, word in _OR)
    where = known[found.rule.group].title if found.rule.group else Words("Rechnung", "invoice")
    often = Words(f" ({found.times}-mal)", f" ({found.times} times)") if found.times > 1 else Words("", "")
    return Finding(
        f"einvoice.{found.rule.rule}",
        "warning",
        Words(
            f"Pflichtangabe fehlt: {german} ({where.de}){often.de}, {found.rule.rule}. Bitte beim Absender nachfragen.",
            f"Required, but missing: {english} ({where.en}){often.en}, {found.rule.rule}. Please ask the sender.",
        ),
        Place(part=path_of(found.element)),
    )


_OR = (("de", "oder"), ("en", "or"))
