"""Who a reading tells of: a party, a person or a contact, never a number, where the question asks "wer"."""

import msgspec

from hanse.tables import lexicon
from hanse.tables.fitting import Fit
from hanse.tables.plan import Col, Plan

NUMBERED = ("nummer", "number")


def party(fit: Fit, col: Col) -> bool:
    """Return whether a column names a party, a person or a contact; an unknown one only if the question names it."""
    field = fit.root.schema.field(col)
    if field.type != "text" or any(word in field.meaning.plain for word in NUMBERED):
        return False
    if field.meaning.attribute in ("name", "contact"):
        known = lexicon.entity(field.meaning.entity)
        return field.meaning.attribute == "contact" or known is None or known.person
    return field.role == "" and any(col in n.columns for n in fit.frame.nouns)


def people(fit: Fit, entity: str) -> tuple[Col, ...]:
    """Return the column with the names of an entity; else, for "wer", of the only kind of person at hand."""
    if entity:
        return fit.root.label(entity)[:1]
    kinds = [name for name, known in lexicon.load().entity.items() if known.person]
    here = [k for k in kinds if any(party(fit, c) for c in fit.root.label(k)[:1])]
    return fit.root.label(here[0])[:1] if fit.frame.ask == "who" and len(here) == 1 else ()


def telling(fit: Fit, plan: Plan) -> Plan | None:
    """Return a plan that answers "wer" by what it shows first, None when that is no person; others as they are."""
    if fit.frame.ask != "who":
        return plan
    first = [k.col for k in plan.keys] if plan.shape == "groups" else list(plan.shown)
    if plan.shape not in ("rows", "groups") or not first or not party(fit, first[0]):
        return None
    return msgspec.structs.replace(plan, asked=tuple(dict.fromkeys((first[0], *plan.asked))))
