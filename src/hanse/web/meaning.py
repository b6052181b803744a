"""What is the same across sources: the views and the rule of each column, and the keys for a person to confirm."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from hanse.store import catalogue
from hanse.tables import keys
from hanse.tables.views import listing
from hanse.web.desk import TheDesk
from hanse.web.visitor import OwnerPosting, SignedIn
from hanse.words import Words

STATES: dict[keys.State, Words] = {
    "open": Words("ungeprüft", "not reviewed"),
    "confirmed": Words("bestätigt", "confirmed"),
    "rejected": Words("abgelehnt", "rejected"),
    "declared": Words("vom Format erklärt", "declared by the format"),
}
SAID = {"confirm": True, "reject": False, "reset": None}
router = APIRouter()


@router.get("/meaning")
def page(desk: TheDesk, visitor: SignedIn) -> HTMLResponse:
    """Show views and keys of the sources that the visitor may see."""
    allowed = catalogue.allowed_sources(desk.store, visitor.number)
    values = {
        "views": listing.listed(desk.store, allowed),
        "keys": keys.listed(desk.store, allowed),
        "states": {state: words.say(visitor.lang) for state, words in STATES.items()},
    }
    return desk.pages.page("meaning.html", visitor.lang, visitor=visitor, here="sources", **values)


@router.post("/meaning/keys")
def decide(
    desk: TheDesk,
    visitor: OwnerPosting,
    name: Annotated[str, Form(max_length=2000)],
    said: Annotated[Literal["confirm", "reject", "reset"], Form()],
) -> Response:
    """Confirm or reject a key, or take that back."""
    keys.decide(desk.store, name, confirmed=SAID[said], account=visitor.number)
    return RedirectResponse("/meaning", 303)
