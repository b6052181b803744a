"""The record of calls, newest first, and its check."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from hanse.store import accounts
from hanse.web.desk import Desk, TheDesk
from hanse.web.visitor import Owner, SignedIn, Visitor

SHOWN = 50
router = APIRouter()


@router.get("/calls")
def calls_page(
    desk: TheDesk, visitor: SignedIn, before: Annotated[int | None, Query(ge=1, le=2**62)] = None
) -> HTMLResponse:
    """List calls: all for the owner, their own for everybody else."""
    return _page(desk, visitor, before=before)


@router.get("/calls/verify")
def verify(desk: TheDesk, visitor: Owner) -> HTMLResponse:
    """Check every row against the signed tree."""
    return _page(desk, visitor, problems=desk.house.ledger.verify())


def _page(desk: Desk, visitor: Visitor, *, before: int | None = None, problems: object = None) -> HTMLResponse:
    rows = desk.house.ledger.rows(limit=SHOWN, before=before)
    more = rows[-1].n if len(rows) == SHOWN and rows[-1].n > 1 else None
    all_seen = visitor.account is not None and visitor.account.owner
    mine = [row for row in rows if all_seen or row.account == visitor.number]
    names = {number: accounts.name(desk.store, number) for number in {row.account for row in mine}}
    values = {"rows": mine, "names": names, "more": more, "problems": problems, "before": before}
    return desk.pages.page("calls.html", visitor.lang, visitor=visitor, here="calls", **values)
