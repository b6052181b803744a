"""The kinds of documents that a question may name: who asks what the contract says doesn't want it from an invoice."""

import re
from collections.abc import Sequence

from hanse.answering.wanted import Terms, Wanted
from hanse.records import Passage

_KINDS = re.compile(
    r"(?:vertrag|vereinbarung|protokoll|angebot|rechnung|lieferschein|besprechung|preisliste|anweisung|brief|bericht|"
    r"contract|agreement|offer|invoice|report|letter|handbuch|manual)(?:s|es|e|en)?$",
    re.IGNORECASE,
)
_MAIL = re.compile(r"(?:\w+-)?(?:e-?)?mails?|nachricht(?:en)?", re.IGNORECASE)
MAILS = (".eml", ".mbox", ".msg")


def is_mail(word: str) -> bool:
    """Return whether a word names mails."""
    return bool(_MAIL.fullmatch(word))


def named(asked: Sequence[Wanted]) -> tuple[Wanted, ...]:
    """Return the things asked for that are kinds of documents."""
    return tuple(thing for thing in asked if _KINDS.search(thing.word) or is_mail(thing.word))


def share(passage: Passage, kinds: Sequence[Wanted], terms: Terms) -> float:
    """Return how well a passage's document is of the kinds named, by its title, file name and folder; 0.5 for none."""
    if not kinds:
        return 0.5
    head = terms(f"{passage.title} {passage.origin.path.replace('_', ' ')}")
    mail = passage.origin.path.endswith(MAILS)
    return sum(float(mail) if is_mail(kind.word) else kind.held_by(head) for kind in kinds) / len(kinds)
