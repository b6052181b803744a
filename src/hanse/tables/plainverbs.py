"""The forms of verbs that ask for nothing by themselves, from data/verbs.toml. Knows no question."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import msgspec

from hanse.tables.terms import fold

APART = ("aus", "an", "auf", "ab", "ein", "vor", "her", "hin", "rein", "raus", "herein", "zusammen", "zu")
UNMARKED = ("be", "ge", "er", "ver", "ent", "emp", "miss", "zer", "hinter")  # their participle has no "ge"


class Verbs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of data/verbs.toml: weak verbs by infinitive, the others by their forms."""

    weak: tuple[str, ...]
    strong: str
    particles: str
    english: str


@cache
def forms() -> frozenset[str]:
    """Return all forms, folded."""
    text = (files("hanse.tables") / "data" / "verbs.toml").read_text(encoding="utf-8")
    verbs = msgspec.convert(tomllib.loads(text), Verbs)
    plain = f"{verbs.strong} {verbs.particles} {verbs.english}".split()
    return frozenset(fold(word) for word in (*plain, *(f for verb in verbs.weak for f in weak(verb))))


def weak(infinitive: str) -> Iterator[str]:
    """Yield the forms of a weak verb: sammeln, sammelt, gesammelt; ausstellen, stellt, ausgestellt, auszustellen."""
    prefix = next((p for p in APART if infinitive.startswith(p) and len(infinitive) > len(p) + 4), "")
    verb = infinitive.removeprefix(prefix)
    root = verb.removesuffix("en") if verb.endswith("en") else verb.removesuffix("n")
    link = "e" if root.endswith(("t", "d", "chn", "ffn", "dn")) else ""
    endings = ("e", "en", "n", f"{link}st", f"{link}t", f"{link}te", f"{link}ten")
    marked = "" if verb.startswith(UNMARKED) or verb.endswith("ieren") else "ge"
    participle = f"{prefix}{marked}{root}{link}t"
    for before in dict.fromkeys((prefix, "")):
        yield from (f"{before}{root}{ending}" for ending in endings)
    yield f"{prefix}zu{verb}"
    yield from (f"{participle}{ending}" for ending in ("", "e", "en", "er", "es"))
