"""A database copied table by table in one snapshot: everything, or what is new by a key or a time. Knows no system."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from hanse.errors import Misconfigured, NotAllowed
from hanse.records import Finding
from hanse.sources import Step
from hanse.sources._catalog import Relation, Session
from hanse.sources._taking import Done, Taking
from hanse.sources._telling import Telling, contents
from hanse.sources.address import Address
from hanse.store import tablecopy
from hanse.words import Words

OPTIONS = ("tables", "schema", "views", "by", "every", "writable")
STATE = ".state.json"  # hidden, so that it is no item


def check(session: Callable[[], Session], address: Address) -> None:
    """Sign in, look whether there is anything to read and whether the login can only read. Raises HanseErrors."""
    with closing(session()) as opened:
        relations = opened.relations()
        wanted(relations, address)
        _refuse_writable(opened, relations, address)


def copy(session: Callable[[], Session], address: Address, into: Path) -> Iterator[Step]:
    """Bring the copy in step and yield after each table, and now and then within one."""
    with closing(session()) as opened:
        relations = opened.relations()
        chosen = wanted(relations, address)
        telling = Telling(address)
        telling.add(*_refuse_writable(opened, relations, address), *opened.begin())
        telling.left_out(relations, chosen)
        kept: set[str] = set()
        step = Step("", 0)
        state = _state(into)
        for relation in chosen:
            last = tablecopy.Written((), 0, 0)
            for last in Taking(opened, relation, address, into, state).copy():
                yield _added(step, relation, last)
            kept.update(last.names)
            step = _added(step, relation, last)
            telling.copied(relation, last.rows)
            _keep(into, state)
        yield from contents(into, telling, step, kept)


def _added(step: Step, relation: Relation, written: tablecopy.Written) -> Step:
    return Step(relation.said, step.items + 1, step.rows + written.rows, step.bytes + written.bytes)


def wanted(relations: list[Relation], address: Address) -> list[Relation]:
    """Return what is to be copied: the tables named, or all; views where named, asked for, or when there is no table.

    Raises Misconfigured for a name that isn't there, and when there is nothing.
    """
    readable = [r for r in relations if r.readable and r.copied]
    schemas, names = address.names("schema"), address.names("tables")
    if schemas:
        readable = [r for r in readable if r.schema in schemas or (not r.schema and r.said in schemas)]
    if names:
        return [_named(name, readable) for name in names]
    tables = [r for r in readable if not r.view]
    chosen = readable if address.option("views") == "yes" or not tables else tables
    if not chosen:
        raise Misconfigured(
            Words(f"{address.login}: hier ist nichts zu lesen.", f"{address.login}: there is nothing to read here."),
            hint=Words(
                "Prüfen: stimmt die Datenbank, und darf die Anmeldung Tabellen lesen (GRANT SELECT)?",
                "Check: is it the right database, and may the login read tables (GRANT SELECT)?",
            ),
        )
    return chosen


def _named(name: str, relations: list[Relation]) -> Relation:
    for relation in relations:
        if name.casefold() in {relation.said.casefold(), relation.name.casefold()}:
            return relation
    listed = ", ".join(r.said for r in relations[:30])
    raise Misconfigured(
        Words(f"Eine Tabelle {name} gibt es nicht.", f"There is no table {name}."),
        hint=Words(f"Es gibt: {listed}", f"There are: {listed}"),
    )


def _refuse_writable(session: Session, relations: list[Relation], address: Address) -> tuple[Finding, ...]:
    """Return a warning for a login that could write and is allowed to. Raises NotAllowed for one that isn't."""
    able = session.writable(relations)
    if not able:
        return ()
    words = Words(
        f"Die Anmeldung {address.user or address.login} könnte schreiben ({able}). Hanse liest nur.",
        f"The login {address.user or address.login} could write ({able}). Hanse only reads.",
    )
    if address.option("writable") == "yes":
        return (Finding("source.writable-login", "warning", words),)
    raise NotAllowed(
        words,
        hint=Words(
            "Eine Anmeldung anlegen lassen, die nur lesen darf (siehe docs/sources.md)."
            " Nur wenn das nicht geht: --allow-writable-login",
            "Have a login made that may only read (see docs/sources.md). Only if that can't be: --allow-writable-login",
        ),
    )


def _state(into: Path) -> dict[str, Done]:
    try:
        return msgspec.json.decode((into / STATE).read_bytes(), type=dict[str, Done])
    except (FileNotFoundError, msgspec.MsgspecError):
        return {}


def _keep(into: Path, state: dict[str, Done]) -> None:
    draft = into / f"{STATE}.new"
    draft.write_bytes(msgspec.json.encode(state))
    draft.replace(into / STATE)
