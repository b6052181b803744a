"""How sure is an answer? What speaks for the cited sentence and how likely the model found its words, as one chance.

The weights are learned from questions with known answers, wrong and unanswerable ones among them: weights.json.
"""

from collections.abc import Sequence

import msgspec

from hanse.answering import check, weights
from hanse.answering.check import Proven
from hanse.answering.sentences import Line
from hanse.records import Passage, Refusal

LEAST_LIKELY = -6.0
LEAST_MEANT = -0.7  # of lines found by meaning no word of the question may speak
LEAST_HELD = 0.05  # of the question, names apart, in the sentence or around it; with less it may be about anything


class Proof(msgspec.Struct, frozen=True):
    """What speaks for an answer. line: the cited sentence. behind: how far its score is behind the best one's.

    likely: for each token how likely the model found it (natural logarithm); empty when the engine didn't say. clause:
    the answer is a whole clause, whatever words of it the model began with.
    """

    line: Line
    behind: float
    likely: tuple[float, ...] = ()
    clause: bool = False

    def values(self) -> dict[str, float]:
        """Return the numbers that are weighed, by name."""
        model = {"first": 0.0, "least": 0.0}
        if self.likely:
            model = {"first": max(LEAST_LIKELY, self.likely[0]), "least": max(LEAST_LIKELY, min(self.likely))}
        return {**msgspec.structs.asdict(self.line.signs), "behind": self.behind, "clause": float(self.clause), **model}


def judged(
    reply: str, question: str, lines: Sequence[Line], passages: Sequence[Passage], *, likely: Sequence[float] = ()
) -> Proven | Refusal:
    """Return the answer that a reply holds if it is proven and sure enough, else why it isn't shown.

    likely: for each token of the reply how likely the model found it (natural logarithm), where the engine says so.
    """
    found = check.check(reply, question, lines, passages)
    if isinstance(found, Refusal):
        return found
    return found if enough(proof(question, lines, found, likely)) else check.NOT_SURE


def meant(
    reply: str, question: str, lines: Sequence[Line], passages: Sequence[Passage], *, likely: Sequence[float] = ()
) -> Proven | Refusal:
    """Return the answer out of lines that were found by meaning: only how sure the model was of its words counts."""
    found = check.check(reply, question, lines, passages)
    if isinstance(found, Refusal):
        return found
    return found if likely and min(likely) >= LEAST_MEANT else check.NOT_SURE


def proof(question: str, lines: Sequence[Line], found: Proven, likely: Sequence[float]) -> Proof:
    """Return what speaks for an answer."""
    cited = next(line for line in lines if line.text == found.citations[0].quote)
    return Proof(cited, max(line.score for line in lines) - cited.score, tuple(likely), check.wants_clause(question))


def sure(found: Proof) -> float:
    """Return the chance that the answer is right, 0 to 1."""
    learned = weights.read()
    table = learned.answer if found.likely else learned.answer_without_model
    return weights.chance(
        table[""] + sum(table[name] * value for name, value in found.values().items() if name in table)
    )


def enough(found: Proof) -> bool:
    """Return whether an answer is sure enough to be shown as one."""
    learned = weights.read()
    if found.line.signs.around() < LEAST_HELD:
        return False
    return sure(found) >= (learned.least if found.likely else learned.least_without_model)


def hopeless(question: str, lines: Sequence[Line]) -> bool:
    """Return whether no line would be enough, however sure the model was of its words; then it isn't asked."""
    best = max(line.score for line in lines)
    clause = check.wants_clause(question)
    return not any(enough(Proof(line, best - line.score, (0.0,), clause)) for line in lines)
