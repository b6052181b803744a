"""Signing in and out."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from hanse.errors import NotAllowed
from hanse.store import accounts
from hanse.web.desk import Desk, TheDesk
from hanse.web.visitor import Anybody, Posting, Visitor
from hanse.words import Words

MONTHS_3 = 90 * 24 * 3600
router = APIRouter()


@router.get("/login")
def login_page(desk: TheDesk, visitor: Anybody, next: str = "/") -> Response:  # noqa: A002 - the name in the address
    """Show the door."""
    if visitor.account:
        return RedirectResponse(_inside(next), 303)
    return _door(desk, visitor, next)


@router.post("/login")
def login(  # noqa: PLR0913 - the fields of the form
    request: Request,
    desk: TheDesk,
    visitor: Anybody,
    *,
    name: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=400)] = "",
    csrf: Annotated[str, Form(max_length=100)] = "",
    next: Annotated[str, Form(max_length=4000)] = "/",  # noqa: A002 - the name of the field
) -> Response:
    """Sign in with name and password."""
    if not csrf or not secrets.compare_digest(csrf.encode(), request.cookies.get(_door_cookie(desk), "").encode()):
        return _door(desk, visitor, next, error=_expired())
    keys = (f"account:{name.strip().casefold()}", f"address:{request.client.host if request.client else ''}")
    if (wait := desk.attempts.wait(*keys)) > 0:
        return _door(desk, visitor, next, error=_slow_down(wait), wait=wait)
    try:
        account = accounts.by_password(desk.store, name, password)
    except NotAllowed as error:
        desk.attempts.missed(*keys)
        return _door(desk, visitor, next, error=error)
    desk.attempts.succeeded(*keys)
    return _let_in(desk, request, accounts.open_session(desk.store, account.id), next)


@router.post("/logout")
def logout(desk: TheDesk, visitor: Posting) -> Response:
    """Sign out."""
    accounts.close_session(desk.store, visitor.token)
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(desk.cookie)
    return answer


def _door(desk: Desk, visitor: Visitor, after: str, *, error: NotAllowed | None = None, wait: float = 0) -> Response:
    csrf = secrets.token_urlsafe(32)
    status = 429 if wait else 403 if error else 200
    values = {"visitor": visitor, "here": "login", "after": _inside(after), "csrf": csrf, "error": error}
    page = desk.pages.page("login.html", visitor.lang, status, **values)
    if wait:
        page.headers["Retry-After"] = str(int(wait) + 1)
    page.set_cookie(_door_cookie(desk), csrf, path="/login", httponly=True, samesite="strict")
    return page


def _let_in(desk: Desk, request: Request, token: str, after: str) -> Response:
    answer = RedirectResponse(_inside(after), 303)
    secure = request.url.scheme == "https"
    answer.set_cookie(desk.cookie, token, max_age=MONTHS_3, httponly=True, samesite="lax", secure=secure)
    return answer


def _door_cookie(desk: Desk) -> str:
    return f"{desk.cookie}_door"


def _inside(after: str) -> str:
    """Return an address within this page; anything that could lead elsewhere becomes the first page."""
    good = after.startswith("/") and not after.startswith(("//", "/\\")) and after.isprintable()
    return after if good else "/"


def _expired() -> NotAllowed:
    return NotAllowed(
        Words("Das Formular ist abgelaufen.", "The form has expired."),
        hint=Words("Bitte noch einmal; Cookies müssen erlaubt sein.", "Once more, please; cookies must be allowed."),
    )


def _slow_down(wait: float) -> NotAllowed:
    left = int(wait) + 1
    return NotAllowed(
        Words("Zu viele falsche Versuche.", "Too many wrong tries."),
        hint=Words(f"In {left} Sekunden noch einmal.", f"Try again in {left} seconds."),
    )
