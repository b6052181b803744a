"""Who may come in: accounts with passwords, sessions of the page, keys of programs. Knows no HTTP.

Passwords are kept as argon2id hashes; session tokens and keys are random (256 bit) and kept as SHA-256 only, so that
a copied database opens nothing.
"""

import hashlib
import secrets
import threading
from datetime import UTC, datetime, timedelta

import apsw
import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hanse.errors import Misconfigured, NotAllowed
from hanse.store.catalogue import now
from hanse.store.database import Store
from hanse.words import Lang, Words

OWNER = "chef"
MIN_PASSWORD = 12
MAX_PASSWORD = 200
IDLE = timedelta(days=14)
LONGEST = timedelta(days=90)
SEEN_EVERY = timedelta(minutes=10)
KEY_PREFIX = "hanse_"
FIRST = "first_password_of"  # setting: number of the account that still has the password made at the first start

# 19 MiB, two passes: OWASP Password Storage Cheat Sheet, the setting for machines with little memory
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_one_at_a_time = threading.Lock()  # a flood of logins takes 19 MiB, not 19 MiB each
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$Rk/V3BCKpyfOjDp+Gn2qhH3TJsSgxk1zqZc4ZqZL0Zk"


class Account(msgspec.Struct, frozen=True):
    """A person who may come in. first: still has the password that the first start made."""

    id: int
    name: str
    owner: bool
    lang: Lang
    first: bool = False


class Session(msgspec.Struct, frozen=True):
    """A signed-in browser. csrf: what each of its forms has to send along."""

    account: Account
    csrf: str


class Key(msgspec.Struct, frozen=True):
    """A key of a program, without the key itself, which is shown once and never kept."""

    id: int
    name: str
    made: str


def owner(store: Store) -> int:
    """Return the number of the first owner, who is also the one at the terminal. Makes the account if there is none.

    An account made here has no password yet: nobody can sign in until first_owner has given it one.
    """
    with store.write() as db:
        return (owners(store) or [_insert(db, OWNER, "", owner=True, lang="de")])[0]


def first_owner(store: Store) -> str | None:
    """Give the first owner a password if they have none, and return it, to be shown once; None when they have one."""
    number = owner(store)
    if store.rows("SELECT 1 FROM accounts WHERE id = ? AND password <> ''", (number,)):
        return None
    return renew_owner_password(store)


def renew_owner_password(store: Store) -> str:
    """Give the first owner a new random password, end their sessions, and return it (the old one was lost)."""
    password = "-".join(secrets.token_hex(2) for _ in range(4))  # 64 bit, easy to type
    number = owner(store)
    _set_password(store, number, password, keep_token=None)
    store.set(FIRST, str(number))
    return password


def add(store: Store, name: str, password: str, *, owner: bool = False, lang: Lang = "de") -> int:
    """Make an account. Raises Misconfigured for a name that is taken or empty, or a password that is too short."""
    _check_password(password)
    if not name.strip() or len(name) > 100:
        raise Misconfigured(
            Words("Der Name fehlt oder ist zu lang.", "The name is missing or too long."),
            hint=Words("Höchstens 100 Zeichen.", "At most 100 characters."),
        )
    with store.write() as db:
        try:
            return _insert(db, name.strip(), _hash(password), owner=owner, lang=lang)
        except apsw.ConstraintError as error:
            raise Misconfigured(
                Words(f"Das Konto {name} gibt es schon.", f"There is an account {name} already."),
                hint=Words("Einen anderen Namen nehmen.", "Take another name."),
            ) from error


def _insert(db: apsw.Connection, name: str, password_hash: str, *, owner: bool, lang: Lang) -> int:
    db.execute(
        "INSERT INTO accounts (name, password, owner, lang, made) VALUES (?, ?, ?, ?, ?)",
        (name, password_hash, owner, lang, now()),
    )
    number = db.last_insert_rowid()
    if owner:
        db.execute("INSERT OR IGNORE INTO rights SELECT ?, id FROM sources", (number,))
    return number


def owners(store: Store) -> list[int]:
    """Return the numbers of the accounts that own this Hanse, the oldest first."""
    return [row[0] for row in store.rows("SELECT id FROM accounts WHERE owner = 1 ORDER BY id")]


def account(store: Store, number: int) -> Account:
    """Return an account. Raises NotAllowed when it is gone."""
    found = store.rows("SELECT id, name, owner, lang FROM accounts WHERE id = ?", (number,))
    if not found:
        raise _unknown()
    first = store.setting(FIRST) == str(number)
    _, name, owner, lang = found[0]
    return Account(number, name, bool(owner), "en" if lang == "en" else "de", first)


def name(store: Store, number: int) -> str:
    """Return an account's name, or its number when the account is gone."""
    found = store.rows("SELECT name FROM accounts WHERE id = ?", (number,))
    return found[0][0] if found else str(number)


def by_password(store: Store, name: str, password: str) -> Account:
    """Return the account. Raises NotAllowed for a wrong name or password, which take the same time."""
    found = store.rows("SELECT id, password FROM accounts WHERE name = ?", (name.strip(),))
    right = _verify(found[0][1] if found else _NOBODY, password)
    if not found or not right:
        raise NotAllowed(
            Words("Name oder Passwort stimmt nicht.", "Name or password is wrong."),
            hint=Words("Beides prüfen, auch Groß- und Kleinschreibung.", "Check both, upper and lower case too."),
        )
    return account(store, found[0][0])


def change_password(store: Store, number: int, *, old: str, new: str, keep_token: str | None = None) -> None:
    """Change a password and end all other sessions of the account.

    keep_token: the session that stays. Raises NotAllowed for a wrong old password, Misconfigured for a new one that is
    too short.
    """
    _check_password(new)
    found = store.rows("SELECT password FROM accounts WHERE id = ?", (number,))
    if not found or not _verify(found[0][0], old):
        raise NotAllowed(
            Words("Das bisherige Passwort stimmt nicht.", "The current password is wrong."),
            hint=Words("Noch einmal eingeben.", "Enter it again."),
        )
    _set_password(store, number, new, keep_token=keep_token)
    if store.setting(FIRST) == str(number):
        store.set(FIRST, "")


def _set_password(store: Store, number: int, password: str, *, keep_token: str | None) -> None:
    kept = _sha256(keep_token) if keep_token else b""
    with store.write() as db:
        db.execute("UPDATE accounts SET password = ? WHERE id = ?", (_hash(password), number))
        db.execute("DELETE FROM sessions WHERE account_id = ? AND token_sha256 <> ?", (number, kept))


def set_lang(store: Store, number: int, lang: Lang) -> None:
    """Choose the language in which an account is spoken to."""
    with store.write() as db:
        db.execute("UPDATE accounts SET lang = ? WHERE id = ?", (lang, number))


def open_to_others(store: Store) -> bool:
    """Tell whether each owner has chosen a password of their own, so that the page may be seen from elsewhere."""
    without = store.rows("SELECT 1 FROM accounts WHERE owner AND password = ''")
    return bool(owners(store)) and not without and not store.setting(FIRST)


def open_session(store: Store, number: int) -> str:
    """Sign an account in and return the token for its browser; old sessions are swept."""
    token, csrf, time = secrets.token_urlsafe(32), secrets.token_urlsafe(32), now()
    with store.write() as db:
        db.execute("DELETE FROM sessions WHERE seen < ? OR made < ?", (_ago(IDLE), _ago(LONGEST)))
        db.execute("INSERT INTO sessions VALUES (?, ?, ?, ?, ?)", (_sha256(token), number, csrf, time, time))
    return token


def session(store: Store, token: str) -> Session:
    """Return the session of a token. Raises NotAllowed when it is unknown, 14 days unused or 90 days old."""
    sql = "SELECT account_id, csrf, seen FROM sessions WHERE token_sha256 = ? AND seen >= ? AND made >= ?"
    found = store.rows(sql, (_sha256(token), _ago(IDLE), _ago(LONGEST)))
    if not found:
        raise _unknown()
    number, csrf, seen = found[0]
    if seen < _ago(SEEN_EVERY):
        with store.write() as db:
            db.execute("UPDATE sessions SET seen = ? WHERE token_sha256 = ?", (now(), _sha256(token)))
    return Session(account(store, number), csrf)


def close_session(store: Store, token: str) -> None:
    """Sign a browser out."""
    with store.write() as db:
        db.execute("DELETE FROM sessions WHERE token_sha256 = ?", (_sha256(token),))


def make_key(store: Store, number: int, name: str) -> str:
    """Make a key for a program that asks in the name of this account, and return it: it can't be shown again."""
    key = KEY_PREFIX + secrets.token_urlsafe(32)
    with store.write() as db:
        db.execute(
            "INSERT INTO api_keys (account_id, name, key_sha256, made) VALUES (?, ?, ?, ?)",
            (number, name.strip()[:100] or "Programm", _sha256(key), now()),
        )
    return key


def keys(store: Store, number: int) -> list[Key]:
    """Return the keys of an account, newest first."""
    sql = "SELECT id, name, made FROM api_keys WHERE account_id = ? ORDER BY id DESC"
    return [Key(*row) for row in store.rows(sql, (number,))]


def revoke_key(store: Store, number: int, key: int) -> None:
    """Take a key of this account back, at once. A key of another account stays."""
    with store.write() as db:
        db.execute("DELETE FROM api_keys WHERE id = ? AND account_id = ?", (key, number))


def by_key(store: Store, key: str) -> Account:
    """Return the account that a key asks for. Raises NotAllowed for an unknown one."""
    found = store.rows("SELECT account_id FROM api_keys WHERE key_sha256 = ?", (_sha256(key),))
    if not found:
        raise NotAllowed(
            Words("Dieser Schlüssel gilt nicht.", "This key is not valid."),
            hint=Words("Auf der Seite unter Konto einen neuen machen.", "Make a new one on the page, under Account."),
        )
    return account(store, found[0][0])


def _check_password(password: str) -> None:
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise Misconfigured(
            Words(
                f"Das neue Passwort braucht {MIN_PASSWORD} bis {MAX_PASSWORD} Zeichen.",
                f"The new password needs {MIN_PASSWORD} to {MAX_PASSWORD} characters.",
            ),
            hint=Words("Am besten vier oder fünf zufällige Wörter.", "Four or five random words are best."),
        )


def _hash(password: str) -> str:
    with _one_at_a_time:
        return _hasher.hash(password)


def _verify(stored: str, password: str) -> bool:
    with _one_at_a_time:
        try:
            return _hasher.verify(stored, password[:MAX_PASSWORD])
        except (VerificationError, InvalidHashError):
            return False


def _sha256(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="replace")).digest()


def _ago(span: timedelta) -> str:
    return (datetime.now(UTC) - span).isoformat(timespec="seconds")


def _unknown() -> NotAllowed:
    return NotAllowed(
        Words("Sie sind nicht angemeldet.", "You are not signed in."),
        hint=Words("Bitte anmelden.", "Please sign in."),
    )
