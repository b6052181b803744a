"""One's own account: password, language, keys for programs. And what this Hanse is and runs on."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Path
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from hanse import __version__
from hanse.errors import HanseError
from hanse.store import accounts
from hanse.web.desk import Desk, TheDesk
from hanse.web.visitor import Posting, SignedIn, Visitor

router = APIRouter()


@router.get("/account")
def account_page(desk: TheDesk, visitor: SignedIn, done: Literal["", "password"] = "") -> HTMLResponse:
    """Show the account."""
    return _page(desk, visitor, done=done)


@router.post("/account/password")
def change_password(
    desk: TheDesk,
    visitor: Posting,
    old: Annotated[str, Form(max_length=400)] = "",
    new: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    """Change the password and end all other sessions."""
    try:
        accounts.change_password(desk.store, visitor.number, old=old, new=new, keep_token=visitor.token)
    except HanseError as error:
        return _page(desk, visitor, error=error)
    return RedirectResponse("/account?done=password", 303)


@router.post("/account/lang")
def change_lang(desk: TheDesk, visitor: Posting, lang: Annotated[Literal["de", "en"], Form()]) -> Response:
    """Choose the language."""
    accounts.set_lang(desk.store, visitor.number, lang)
    return RedirectResponse("/account", 303)


@router.post("/account/keys")
def make_key(desk: TheDesk, visitor: Posting, name: Annotated[str, Form(max_length=100)] = "") -> Response:
    """Make a key for a program and show it, this once."""
    return _page(desk, visitor, key=accounts.make_key(desk.store, visitor.number, name))


@router.post("/account/keys/{key}/revoke")
def revoke_key(desk: TheDesk, visitor: Posting, key: Annotated[int, Path(le=2**62)]) -> Response:
    """Take a key back."""
    accounts.revoke_key(desk.store, visitor.number, key)
    return RedirectResponse("/account", 303)


@router.get("/about")
def about(desk: TheDesk, visitor: SignedIn) -> HTMLResponse:
    """Say what this is, which models are here and where the data lies."""
    values = {"version": __version__, "models": desk.rivers.models(), "config": desk.house.config}
    return desk.pages.page("about.html", visitor.lang, visitor=visitor, here="about", **values)


def _page(
    desk: Desk, visitor: Visitor, *, key: str = "", error: HanseError | None = None, done: str = ""
) -> HTMLResponse:
    values = {"key": key, "error": error, "done": done, "keys": accounts.keys(desk.store, visitor.number)}
    status = 400 if error else 200
    return desk.pages.page("account.html", visitor.lang, status, visitor=visitor, here="account", **values)
