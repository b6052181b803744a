"""Terms as keys of 5 bytes: in the index's full-text table as hex digits, in its packed rows as bytes."""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

KEY = 5


def key(term: str) -> bytes:
    """Return a term's 5 bytes. Two of a million terms share one about once in two such vocabularies."""
    return blake2b(term.encode(), digest_size=KEY).digest()


@lru_cache(200_000)
def digits(term: str) -> str:
    """Return a term's key as 10 hex digits."""
    return key(term).hex()


def packed(digits: Iterable[str]) -> bytes:
    """Return keys given as hex digits one behind the other."""
    return bytes.fromhex("".join(digits))


def chunks(row: bytes) -> list[bytes]:
    """Return the keys of a packed row."""
    return [row[at : at + KEY] for at in range(0, len(row), KEY)]


def number(term: bytes) -> int:
    """Return a key as the number that it is counted under."""
    return int.from_bytes(term, "big")
