"""The record of calls: append-only rows under a Merkle tree whose every state is signed.

A row holds hashes of the texts, salted, so that a text can be erased without breaking the tree. Beside the file lies
the newest signed checkpoint; it notices rows cut off the end. Whoever can change all files and holds the key can forge
all of them: only a checkpoint kept elsewhere (hanse ledger verify --checkpoint) protects against that.
"""

import hashlib
import secrets
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Self

import apsw
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from hanse.errors import Broken, Unreadable
from hanse.ledger import merkle
from hanse.ledger.note import Checkpoint, key, opened, sign
from hanse.records import Call, Usage
from hanse.words import Words

SCHEMA = """
    CREATE TABLE IF NOT EXISTS rows (
        n INTEGER PRIMARY KEY, leaf BLOB NOT NULL, frontier BLOB NOT NULL, note TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS texts (sha256 BLOB PRIMARY KEY, salt BLOB NOT NULL, text TEXT NOT NULL) WITHOUT ROWID;
"""


class Row(msgspec.Struct, frozen=True):
    """What is in the tree: a Call with each text replaced by the SHA-256 of a 16-byte salt and the text (hex)."""

    n: int
    time: datetime
    account: int
    purpose: str
    model: str
    model_sha256: str
    where: str
    question: str
    prompt: str
    evidence: tuple[str, ...]
    answer: str
    usage: Usage
    total_ms: float
    energy_j: float | None
    energy_method: str
    label: str
    refused: str = ""


class Problem(msgspec.Struct, frozen=True):
    """What verify found: which row (None: the log as a whole), and what is wrong."""

    row: int | None
    message: Words


class Ledger:
    """The log in home/ledger.db. Safe to append to from several processes at once."""

    def __init__(self, home: Path) -> None:
        """Open or make the log and its signing key. Raises Broken when the file is damaged."""
        home.mkdir(parents=True, exist_ok=True)
        self._head = home / "ledger.checkpoint"
        self._appending = threading.Lock()
        self._key = key(home / "ledger.key")
        self._db = apsw.Connection(str(home / "ledger.db"))
        self._db.set_busy_timeout(20_000)
        try:
            for pragma in ("journal_mode = WAL", "synchronous = FULL"):
                self._db.execute(f"PRAGMA {pragma}")
            self._db.execute(SCHEMA)
        except (apsw.NotADBError, apsw.CorruptError) as error:
            raise Broken(
                Words("Das Protokoll (ledger.db) ist beschädigt.", "The ledger (ledger.db) is damaged."),
                hint=Words("Die letzte Sicherung zurückspielen.", "Restore the last backup."),
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def append(self, call: Call) -> int:
        """Add a call and return its row number, from 1. On the disk when this returns."""
        with self._appending:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                number, note = self._add(call)
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
            self._publish(note)
            return number

    def _add(self, call: Call) -> tuple[int, str]:
        size, frontier = self._last()
        hashes = {name: self._keep(getattr(call, name)) for name in ("question", "prompt", "answer")}
        fields = {name: getattr(call, name) for name in Call.__struct_fields__}
        leaf = msgspec.json.encode(Row(n=size + 1, **(fields | hashes)), order="deterministic")
        frontier = merkle.grow(frontier, size, merkle.leaf_hash(leaf))
        note = sign(Checkpoint(size + 1, merkle.root(frontier)), self._key)
        self._db.execute("INSERT INTO rows VALUES (?, ?, ?, ?)", (size + 1, leaf, b"".join(frontier), note))
        return size + 1, note

    def rows(self, *, limit: int = 50, before: int | None = None) -> list[Row]:
        """Return rows, newest first."""
        sql = "SELECT leaf FROM rows WHERE ?1 IS NULL OR n < ?1 ORDER BY n DESC LIMIT ?2"
        return [msgspec.json.decode(leaf, type=Row) for (leaf,) in self._db.execute(sql, (before, limit))]

    def text(self, digest: str) -> str | None:
        """Return the text behind a hash of a row, or None when it was erased."""
        found = list(self._db.execute("SELECT text FROM texts WHERE sha256 = ?", (bytes.fromhex(digest),)))
        return found[0][0] if found else None

    def erase(self, digest: str) -> None:
        """Erase a text and its salt (GDPR, Art. 17). The row and its hash stay, and the tree still verifies."""
        self._db.execute("DELETE FROM texts WHERE sha256 = ?", (bytes.fromhex(digest),))

    def checkpoint(self) -> str:
        """Return the newest signed checkpoint, to be kept elsewhere; empty when there are no rows."""
        found = list(self._db.execute("SELECT note FROM rows ORDER BY n DESC LIMIT 1"))
        return str(found[0][0]) if found else ""

    def verify(self, *checkpoints: str) -> list[Problem]:
        """Check each row against the tree, each state's signature, and the log against checkpoints kept elsewhere."""
        public = self._key.public_key()
        problems: list[Problem] = []
        roots: list[bytes] = [merkle.EMPTY]
        frontier: tuple[bytes, ...] = ()
        for place, (number, leaf, note) in enumerate(
            self._db.execute("SELECT n, CAST(leaf AS BLOB), note FROM rows ORDER BY n")
        ):
            frontier = merkle.grow(frontier, place, merkle.leaf_hash(leaf))
            roots.append(merkle.root(frontier))
            problems += _row_problems(place + 1, number, leaf)
            problems += _note_problems(number, note, public, Checkpoint(place + 1, roots[-1]))
        problems += self._text_problems()
        for note in (*self._published(), *checkpoints):
            problems += _outside_problems(note, public, roots)
        return problems

    def export(self) -> Iterator[Row]:
        """Yield all rows, oldest first."""
        for (leaf,) in self._db.execute("SELECT leaf FROM rows ORDER BY n"):
            yield msgspec.json.decode(leaf, type=Row)

    def _last(self) -> tuple[int, tuple[bytes, ...]]:
        found = list(self._db.execute("SELECT n, frontier FROM rows ORDER BY n DESC LIMIT 1"))
        if not found:
            return 0, ()
        size, blob = found[0]
        return size, tuple(blob[at : at + 32] for at in range(0, len(blob), 32))

    def _keep(self, text: str) -> str:
        salt = secrets.token_bytes(16)
        digest = hashlib.sha256(salt + text.encode()).digest()
        self._db.execute("INSERT INTO texts VALUES (?, ?, ?)", (digest, salt, text))
        return digest.hex()

    def _text_problems(self) -> list[Problem]:
        return [
            Problem(
                None,
                Words(
                    f"Der Text zum Hash {digest.hex()[:12]} wurde verändert.", f"Text {digest.hex()[:12]} was changed."
                ),
            )
            for digest, salt, text in self._db.execute("SELECT sha256, salt, text FROM texts")
            if hashlib.sha256(salt + text.encode()).digest() != digest
        ]

    def _publish(self, note: str) -> None:
        draft = self._head.with_suffix(f".{secrets.token_hex(4)}")
        draft.write_text(note, encoding="utf-8")
        draft.replace(self._head)

    def _published(self) -> list[str]:
        return [self._head.read_text(encoding="utf-8")] if self._head.exists() else []


def _row_problems(expected: int, number: int, leaf: bytes) -> list[Problem]:
    try:
        inside = msgspec.json.decode(leaf, type=Row).n
    except msgspec.MsgspecError:
        inside = -1
    if number == expected == inside:
        return []
    return [
        Problem(
            expected, Words(f"Zeile {expected} fehlt oder ist unlesbar.", f"Row {expected} is missing or unreadable.")
        )
    ]


def _note_problems(number: int, note: str, public: Ed25519PublicKey, expected: Checkpoint) -> list[Problem]:
    try:
        found = opened(note, public)
    except Unreadable as error:
        return [Problem(number, error.message)]
    if found == expected:
        return []
    words = Words(f"Zeile {number} oder eine davor wurde verändert.", f"Row {number} or one before it was changed.")
    return [Problem(number, words)]


def _outside_problems(note: str, public: Ed25519PublicKey, roots: list[bytes]) -> list[Problem]:
    try:
        checkpoint = opened(note, public)
    except Unreadable as error:
        return [Problem(None, error.message)]
    if checkpoint.size >= len(roots):
        there = len(roots) - 1
        words = Words(
            f"Von {checkpoint.size} Zeilen sind nur {there} da.", f"Of {checkpoint.size} rows only {there} are there."
        )
        return [Problem(None, words)]
    if roots[checkpoint.size] != checkpoint.root:
        words = Words(
            f"Der Prüfpunkt über {checkpoint.size} Zeilen passt nicht.",
            f"The checkpoint over {checkpoint.size} rows doesn't fit.",
        )
        return [Problem(None, words)]
    return []
