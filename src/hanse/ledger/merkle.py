"""The Merkle tree of RFC 6962, section 2.1: hashes of leaves and nodes, and a tree that grows by its frontier.

Source: https://www.rfc-editor.org/rfc/rfc6962#section-2.1
"""

import hashlib
from collections.abc import Iterable, Sequence

EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the 32-byte hash of a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the 32-byte hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grow(frontier: Sequence[bytes], size: int, leaf: bytes) -> tuple[bytes, ...]:
    """Return the frontier after one more leaf hash.

    frontier: the roots of the complete subtrees of a tree of `size` leaves, largest first (one per bit of size).
    """
    peaks = list(frontier)
    node = leaf
    while size & 1:
        node = node_hash(peaks.pop(), node)
        size >>= 1
    return (*peaks, node)


def root(frontier: Sequence[bytes]) -> bytes:
    """Return the 32-byte root of the tree that has this frontier."""
    if not frontier:
        return EMPTY
    node = frontier[-1]
    for peak in reversed(frontier[:-1]):
        node = node_hash(peak, node)
    return node


def roots(leaves: Iterable[bytes]) -> Iterable[bytes]:
    """Yield the root after each leaf hash."""
    frontier: tuple[bytes, ...] = ()
    for size, leaf in enumerate(leaves):
        frontier = grow(frontier, size, leaf)
        yield root(frontier)
