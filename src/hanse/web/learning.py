"""The linked sources: link one, watch it being learned, read its import report, unlink it."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from hanse.errors import HanseError, Misconfigured, NotAllowed
from hanse.records import Counts
from hanse.store import catalogue
from hanse.store.catalogue import Source
from hanse.web import stream
from hanse.web.desk import Desk, TheDesk
from hanse.web.visitor import Owner, OwnerPosting, SignedIn, Visitor
from hanse.words import Words

EVERY = 0.4
SHOWN = 200
SEVERITIES = ("error", "warning", "info")
router = APIRouter()


@router.get("/sources")
def sources_page(desk: TheDesk, visitor: SignedIn) -> HTMLResponse:
    """List the sources that the visitor may see."""
    return _list(desk, visitor)


@router.post("/sources")
def link(desk: TheDesk, visitor: OwnerPosting, path: Annotated[str, Form(max_length=4000)] = "") -> Response:
    """Link a folder or a file of this computer and begin to learn it."""
    try:
        source = desk.rivers.link(_typed(path), visitor.number)
    except HanseError as error:
        return _list(desk, visitor, path=path, error=error)
    desk.learner.start(source)
    return RedirectResponse("/sources", 303)


@router.post("/sources/{source}/learn")
def learn(desk: TheDesk, visitor: OwnerPosting, source: int) -> Response:
    """Look through a source for changes now."""
    desk.learner.start(_source(desk, visitor, source).id)
    return RedirectResponse("/sources", 303)


@router.get("/sources/progress")
async def progress(desk: TheDesk, visitor: SignedIn) -> Response:
    """Stream the state of each visible source whenever it has changed."""
    return stream.response(_changes(desk, visitor))


@router.get("/sources/{source}")
def report(
    desk: TheDesk,
    visitor: SignedIn,
    source: int,
    severity: Annotated[str, Query(max_length=10)] = "",
    after: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """Show the import report: what went in and came out, and what a person should know, the worst first."""
    linked = _source(desk, visitor, source)
    findings = catalogue.findings(desk.store, source)
    by_severity = {name: sum(f.finding.severity == name for f in findings) for name in SEVERITIES}
    picked = [f for f in findings if severity in ("", f.finding.severity)]
    values = {
        "linked": linked,
        "counts": _counts(desk, source),
        "by_severity": by_severity,
        "severity": severity,
        "findings": picked[after : after + SHOWN],
        "more": after + SHOWN if len(picked) > after + SHOWN else 0,
    }
    return desk.pages.page("report.html", visitor.lang, visitor=visitor, here="sources", **values)


@router.get("/sources/{source}/unlink")
def unlink_page(desk: TheDesk, visitor: Owner, source: int) -> HTMLResponse:
    """Ask whether a source is really to be forgotten."""
    linked = _source(desk, visitor, source)
    return desk.pages.page("unlink.html", visitor.lang, visitor=visitor, here="sources", linked=linked)


@router.post("/sources/{source}/unlink")
def unlink(desk: TheDesk, visitor: OwnerPosting, source: int) -> Response:
    """Forget a source; its files stay as they are."""
    desk.rivers.unlink(_source(desk, visitor, source).id)
    return RedirectResponse("/sources", 303)


def _list(desk: Desk, visitor: Visitor, *, path: str = "", error: HanseError | None = None) -> HTMLResponse:
    linked = catalogue.sources(desk.store, visitor.number)
    version, steps, failed = desk.learner.state()
    values = {
        "linked": linked, "steps": steps, "failed": failed, "path": path, "error": error, "version": version,
        "vectors": {source.id: desk.rivers.places_with_vectors(source.id) for source in linked},
    }  # fmt: skip
    status = 400 if error else 200
    return desk.pages.page("sources.html", visitor.lang, status, visitor=visitor, here="sources", **values)


def _typed(text: str) -> Path:
    """Return the path that was typed in. Raises Misconfigured unless it is there and named from the root on."""
    path = Path(os.path.expanduser(text.strip().strip('"')))  # noqa: PTH111 - Path's own raises for ~stranger
    if "\0" in text or not path.is_absolute() or not path.exists():
        raise Misconfigured(
            Words(f"„{text}“ gibt es auf diesem Computer nicht.", f"There is no “{text}” on this computer."),
            hint=Words(
                "Den ganzen Weg angeben, zum Beispiel /home/chef/Dokumente oder C:\\Firma.",
                "Give the whole path, for example /home/me/Documents or C:\\Firm.",
            ),
        )
    return path


def _source(desk: Desk, visitor: Visitor, number: int) -> Source:
    for source in catalogue.sources(desk.store, visitor.number):
        if source.id == number:
            return source
    raise NotAllowed(
        Words("Diese Quelle gibt es nicht, oder Sie dürfen sie nicht sehen.", "No such source, or you may not see it."),
        hint=Words("Zur Liste der Quellen zurückgehen.", "Go back to the list of sources."),
    )


def _counts(desk: Desk, source: int) -> Counts:
    sql = "SELECT sum(records_in), sum(records_out), sum(records_rejected) FROM items WHERE source_id = ?"
    return Counts(*(int(number or 0) for number in desk.store.rows(sql, (source,))[0]))


async def _changes(desk: Desk, visitor: Visitor) -> AsyncIterator[bytes]:
    seen, quiet = -1, 0.0
    while not desk.learner.closing.is_set():
        version = desk.learner.state()[0]
        if version != seen:
            seen, quiet = version, 0.0
            yield stream.event("progress", await asyncio.to_thread(_states, desk, visitor))
        elif quiet >= stream.BEAT:
            quiet = 0.0
            yield b": .\n\n"
        await asyncio.sleep(EVERY)
        quiet += EVERY


def _states(desk: Desk, visitor: Visitor) -> list[dict[str, object]]:
    _, steps, failed = desk.learner.state()
    linked = catalogue.sources(desk.store, visitor.number)
    shared = {
        "steps": steps,
        "failed": failed,
        "vectors": {source.id: desk.rivers.places_with_vectors(source.id) for source in linked},
    }
    return [
        {"source": source.id, "html": desk.pages.text("_progress.html", visitor.lang, source=source, **shared)}
        for source in linked
    ]
