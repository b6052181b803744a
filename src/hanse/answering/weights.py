"""Numbers learned from questions with known answers: how much each sign counts. Data and source: weights.json.

Made by bench/confidence.py; a model of another size wants its own run of it.
"""

import math
from functools import cache
from importlib import resources

import msgspec

from hanse.answering.signs import Signs


class Weights(msgspec.Struct, frozen=True):
    """What was learned, and from which questions (source).

    line: for choosing sentences, one weight for each sign. answer: for the chance that an answer is right, "" being
    what is added whatever speaks for it; least: the chance from which an answer is shown; least_meant: the same for
    sentences that were found by meaning. Both also for engines that don't say how likely their words were.
    """

    source: str
    line: dict[str, float]
    answer: dict[str, float]
    answer_without_model: dict[str, float]
    least: float
    least_without_model: float
    least_meant: float


def line(signs: Signs) -> float:
    """Return the score of a sentence; the difference of two is the logarithm of the odds of one over the other."""
    learned = read().line
    return sum(learned[name] * float(value) for name, value in msgspec.structs.asdict(signs).items())


@cache
def read() -> Weights:
    """Return the weights shipped beside this file."""
    return msgspec.json.decode(resources.files("hanse.answering").joinpath("weights.json").read_bytes(), type=Weights)


def chance(odds: float) -> float:
    """Return the probability that a logarithm of odds stands for."""
    return 1 / (1 + math.exp(-odds))
