"""How sure is an answer? What speaks for the cited sentence and how likely the model found its words, as one chance.

The weights are learned from questions with known answers, wrong and unanswerable ones among them: weights.json.
"""

from collections.abc import Sequence

import msgspec

from hanse.answering import check, weights
from hanse.answering.check import Proven
from hanse.answering.sentences import Line
from hanse.records import Passage, Refusal

LEAST_LIKELY = -8.0
NO_DOUBT = -0.05  # of any word of an answer out of lines found by meaning, which may hold no word of the question
LEAST_HELD = 0.05  # of the question, names apart, in the sentence or around it; with less it may be about anything


class Proof(msgspec.Struct, frozen=True):
    """What speaks for an answer. line: the cited sentence. behind: how far its score is behind the best one's.

    likely: for each token how likely the model found it (natural logarithm); empty when the engine didn't say. clause:
    the answer is a whole clause, whatever words of it the model began with. again: the model was made to copy from the
    best sentence after it had taken another; denied: after it had said that nothing answers.
    """

    line: Line
    behind: float
    likely: tuple[float, ...] = ()
    clause: bool = False
    again: bool = False
    denied: bool = False

    def values(self) -> dict[str, float]:
        """Return the numbers that are weighed, by name."""
        model = {"first": 0.0, "least": 0.0}
        if self.likely:
            model = {"first": max(LEAST_LIKELY, self.likely[0]), "least": max(LEAST_LIKELY, min(self.likely))}
        looks = {"clause": float(self.clause), "again": float(self.again), "denied": float(self.denied)}
        return {**msgspec.structs.asdict(self.line.signs), "behind": self.behind, **looks, **model}


class Reply(msgspec.Struct, frozen=True):
    """What a model wrote. likely: for each token how likely it found it (natural logarithm), where the engine says so.

    again, denied: as in Proof.
    """

    text: str
    likely: tuple[float, ...] = ()
    again: bool = False
    denied: bool = False


def judged(reply: Reply, question: str, lines: Sequence[Line], passages: Sequence[Passage]) -> Proven | Refusal:
    """Return the answer that a reply holds if it is proven and sure enough, else why it isn't shown."""
    found = check.check(reply.text, question, lines, passages)
    if isinstance(found, Refusal):
        return found
    return found if enough(proof(question, lines, found, reply)) else check.NOT_SURE


def passed_over(reply: str, question: str, lines: Sequence[Line]) -> Line | None:
    """Return the best line when a reply wasn't copied from it and its words could be sure enough: worth another look.

    A small model that sees several sentences often takes a figure out of the wrong one, or finds nothing.
    """
    best = max(lines, key=lambda line: line.score)
    hope = Proof(best, 0.0, (0.0,), check.wants_clause(question), again=True, denied=check.denies(reply))
    return best if enough(hope) and not check.copied(reply, best) else None


def meant(reply: Reply, question: str, lines: Sequence[Line], passages: Sequence[Passage]) -> Proven | Refusal:
    """Return the answer out of lines that were found by meaning, which hold fewer words of the question."""
    found = check.check(reply.text, question, lines, passages)
    if isinstance(found, Refusal):
        return found
    if not reply.likely:
        return check.NOT_SURE
    enough_said = sure(proof(question, lines, found, reply)) >= weights.read().least_meant
    return found if enough_said or min(reply.likely) >= NO_DOUBT else check.NOT_SURE


def proof(question: str, lines: Sequence[Line], found: Proven, reply: Reply) -> Proof:
    """Return what speaks for an answer."""
    cited = next(line for line in lines if line.text == found.citations[0].quote)
    behind = max(line.score for line in lines) - cited.score
    return Proof(cited, behind, reply.likely, check.wants_clause(question), again=reply.again, denied=reply.denied)


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
