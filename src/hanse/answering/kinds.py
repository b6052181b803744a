"""The kind of thing that a question asks for (a sum, a span of days, a person), and whether a text holds one."""

import re
import tomllib
from functools import cache
from importlib import resources

import msgspec


class Kind(msgspec.Struct, frozen=True):
    """A kind of answer. asks: what a question has that wants it; holds: what a text has that can give it.

    strict: an answer without it is none. exact: capitals count in "holds".
    """

    name: str
    asks: str
    holds: str
    strict: bool = False
    exact: bool = False

    def held_by(self, text: str) -> bool:
        """Return whether a text holds such a thing."""
        return _pattern(self.holds, self.exact).search(text) is not None


def asked(question: str) -> Kind | None:
    """Return the kind of thing that a question asks for; None when it could be anything."""
    return next((kind for kind in _kinds() if _pattern(kind.asks, exact=False).search(question)), None)


@cache
def _kinds() -> tuple[Kind, ...]:
    text = resources.files("hanse.answering").joinpath("kinds.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text)["kind"], tuple[Kind, ...])


@cache
def _pattern(text: str, exact: bool) -> re.Pattern[str]:  # noqa: FBT001 - as the file says
    return re.compile(re.sub(r"\n\s*", "", text), re.NOFLAG if exact else re.IGNORECASE)
