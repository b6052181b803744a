"""The linked sources: link one, watch it being learned, unlink it."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from hanse.errors import HanseError, Misconfigured
from hanse.flow import report
from hanse.store import catalogue
from hanse.web import stream
from hanse.web.desk import Desk, TheDesk
from hanse.web.visitor import Owner, OwnerPosting, SignedIn, Visitor
from hanse.words import Words

EVERY = 0.4
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
    desk.learner.start(report.visible(desk.store, source, account=visitor.number).id)
    return RedirectResponse("/sources", 303)


@router.get("/sources/progress")
async def progress(desk: TheDesk, visitor: SignedIn) -> Response:
    """Stream the state of each visible source whenever it has changed."""
    return stream.response(_changes(desk, visitor))


@router.get("/sources/{source}/unlink")
def unlink_page(desk: TheDesk, visitor: Owner, source: int) -> HTMLResponse:
    """Ask whether a source is really to be forgotten."""
    linked = report.visible(desk.store, source, account=visitor.number)
    return desk.pages.page("unlink.html", visitor.lang, visitor=visitor, here="sources", linked=linked)


@router.post("/sources/{source}/unlink")
def unlink(desk: TheDesk, visitor: OwnerPosting, source: int) -> Response:
    """Forget a source; its files stay as they are."""
    desk.rivers.unlink(report.visible(desk.store, source, account=visitor.number).id)
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
