"""Signed checkpoints: the size and root of the log as a C2SP signed note under an Ed25519 key.

Source: https://c2sp.org/tlog-checkpoint and https://c2sp.org/signed-note
"""

import base64
import hashlib
import os
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hanse.errors import Unreadable
from hanse.words import Words

NAME = "hanse-ledger"
ED25519 = b"\x01"


class Checkpoint(msgspec.Struct, frozen=True):
    """How many rows the log has and the root hash (32 bytes) over them."""

    size: int
    root: bytes


def key(path: Path) -> Ed25519PrivateKey:
    """Return the signing key in a file that only its owner can read; it is made at the first call."""
    if not path.exists():
        draft = path.with_suffix(".new")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(Ed25519PrivateKey.generate().private_bytes_raw())
        try:
            os.link(draft, path)
        except (FileExistsError, OSError):
            if not path.exists():
                draft.replace(path)
        draft.unlink(missing_ok=True)
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes())


def sign(checkpoint: Checkpoint, private: Ed25519PrivateKey) -> str:
    """Return the checkpoint as a signed note."""
    text = f"{NAME}\n{checkpoint.size}\n{base64.b64encode(checkpoint.root).decode()}\n"
    signature = private.sign(text.encode())
    return f"{text}\n— {NAME} {base64.b64encode(_key_id(private.public_key()) + signature).decode()}\n"


def opened(note: str, public: Ed25519PublicKey) -> Checkpoint:
    """Return the checkpoint in a note. Raises Unreadable when it is malformed or not signed by this key."""
    try:
        text, _, signatures = note.partition("\n\n")
        name, size, encoded_root = text.split("\n")
        signed = base64.b64decode(signatures.strip().split(" ")[2], validate=True)
        checkpoint = Checkpoint(int(size), base64.b64decode(encoded_root, validate=True))
        public.verify(signed[4:] if (name, signed[:4]) == (NAME, _key_id(public)) else b"", f"{text}\n".encode())
    except (ValueError, IndexError, InvalidSignature) as error:
        raise Unreadable(
            Words("Die Unterschrift des Prüfpunkts stimmt nicht.", "The checkpoint's signature is wrong."),
            hint=Words("Den Prüfpunkt unverändert übernehmen.", "Take the checkpoint over unchanged."),
        ) from error
    return checkpoint


def _key_id(public: Ed25519PublicKey) -> bytes:
    return hashlib.sha256(NAME.encode() + b"\n" + ED25519 + public.public_bytes_raw()).digest()[:4]
