"""A grammar under which a model can only copy: a run of words of one line as it stands there, or that nothing fits.

What a small model writes is then proven by construction; it chooses where the answer begins and ends, nothing else.
Form: GBNF, https://github.com/ggml-org/llama.cpp/blob/master/grammars/README.md
"""

import re
from collections.abc import Sequence

from hanse.answering.prompt import NOT_THERE
from hanse.answering.sentences import Line

_PARTS = re.compile(r"(?P<before>[\"'„“”»«(\[]*)(?P<word>.*?)(?P<after>[.,;:!?\"'„“”»«)\]]*)$", re.DOTALL)


def grammar(lines: Sequence[Line], *, refusing: bool = True) -> str:
    """Return the GBNF text for copying out of one of the lines. refusing: it may also say that nothing fits."""
    rules: list[str] = []
    starts: list[str] = []
    for number, line in enumerate(lines):
        words = line.text.split()
        for at, word in enumerate(words):
            name = f"l{number}w{at}"
            rules.append(f"{name} ::= {_rule(word, f'l{number}w{at + 1}' if at + 1 < len(words) else '')}")
            starts += [name] if _bare(word) else []
    choices = [*([_quoted(NOT_THERE)] if refusing or not starts else []), *dict.fromkeys(starts)]
    return "\n".join([f"root ::= {' | '.join(choices)}", *rules])


def _rule(word: str, following: str) -> str:
    """Return a word, with what may follow: its punctuation, and after that the next word."""
    parts = _PARTS.match(word)
    before, bare, after = parts.group("before", "word", "after") if parts else ("", word, "")
    rest = f'(" " {following})?' if following else ""
    tail = f"({_quoted(after)} {rest})?" if after else rest
    opening = f"{_quoted(before)}? " if before else ""
    return f"{opening}{_quoted(bare)} {tail}".strip()


def _bare(word: str) -> bool:
    return any(c.isalnum() for c in word)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f]", " ", escaped) + '"'
