"""What a person said of a key that leads from one table to another. Knows nothing of how keys are found."""

import msgspec

from hanse.store import catalogue
from hanse.store.database import Store

SETTING = "key_decisions"  # counts them, so that what was made of them can be told to be old


class Link(msgspec.Struct, frozen=True, order=True):
    """A key by the names of its tables and columns: the left one leads to the right one."""

    left_table: str
    left_column: str
    right_table: str
    right_column: str

    def __str__(self) -> str:
        return f"{self.left_table}.{self.left_column}={self.right_table}.{self.right_column}"


def decisions(store: Store) -> dict[Link, bool]:
    """Return the keys that somebody has confirmed (True) or rejected (False)."""
    sql = "SELECT left_table, left_column, right_table, right_column, confirmed FROM key_decisions"
    return {Link(*names): bool(confirmed) for *names, confirmed in store.rows(sql)}


def decide(store: Store, link: Link, *, confirmed: bool, account: int) -> None:
    """Note that a person has confirmed or rejected a key; what was said before is replaced."""
    values = (*msgspec.structs.astuple(link), confirmed, account, catalogue.now())
    with store.write() as db:
        db.execute("INSERT OR REPLACE INTO key_decisions VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        store.set(SETTING, str(int(store.setting(SETTING) or 0) + 1))


def withdraw(store: Store, link: Link) -> None:
    """Forget what was said of a key."""
    where = " AND ".join(f"{name} = ?" for name in Link.__struct_fields__)
    with store.write() as db:
        db.execute(f"DELETE FROM key_decisions WHERE {where}", msgspec.structs.astuple(link))  # noqa: S608 - our names
        store.set(SETTING, str(int(store.setting(SETTING) or 0) + 1))
