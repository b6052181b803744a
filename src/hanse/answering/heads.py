"""The head of each document: its first lines, which say what it is and whom it is about."""

from collections.abc import Sequence

from hanse.records import Origin, Passage

WORDS = 40


def of(passages: Sequence[Passage]) -> dict[Origin, str]:
    """Return the first words of each document that the passages are of, about 40; whole passages only."""
    heads: dict[Origin, str] = {}
    for passage in sorted(passages, key=lambda passage: passage.id):
        head = heads.get(passage.origin, "")
        if len(head.split()) < WORDS:
            heads[passage.origin] = f"{head}\n{passage.text}".strip()
    return heads
