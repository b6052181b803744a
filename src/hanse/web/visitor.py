"""Who is asking: each route names one of these as its dependency, and so says who may use it."""

import hmac
from typing import Annotated

import msgspec
from fastapi import Depends, Form, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from hanse.errors import NotAllowed
from hanse.store import accounts
from hanse.store.accounts import Account
from hanse.web.desk import TheDesk
from hanse.words import Lang, Words


class SignIn(Exception):
    """Nobody is signed in, or the session has ended."""


class BadKey(Exception):
    """A program came without a valid key."""


class Visitor(msgspec.Struct, frozen=True):
    """Who looks at the page. account: None at the door. csrf: what each form of this session sends along."""

    lang: Lang
    account: Account | None
    csrf: str
    token: str = ""

    @property
    def number(self) -> int:
        """Return the account's number. Raises SignIn when nobody is signed in."""
        if self.account is None:
            raise SignIn
        return self.account.id


def spoken(accept: str, usual: Lang) -> Lang:
    """Return the first of German and English that an Accept-Language header asks for (RFC 9110, 12.5.4)."""
    wishes: list[tuple[float, Lang]] = []
    for part in accept.split(","):
        name, _, weight = part.strip().partition(";q=")
        lang = name[:2].lower()
        if lang in {"de", "en"} and (weight or "1").replace(".", "", 1).isdecimal():
            wishes.append((float(weight or "1"), "de" if lang == "de" else "en"))
    return max(wishes, key=lambda wish: wish[0])[1] if wishes else usual


def anybody(request: Request, desk: TheDesk) -> Visitor:
    """Return who is there, signed in or not."""
    token = request.cookies.get(desk.cookie, "")
    lang = spoken(request.headers.get("accept-language", ""), desk.house.config.lang)
    try:
        session = accounts.session(desk.store, token)
    except NotAllowed:
        return Visitor(lang, None, "")
    return Visitor(session.account.lang, session.account, session.csrf, token)


Anybody = Annotated[Visitor, Depends(anybody)]


def signed_in(visitor: Anybody) -> Visitor:
    """Return who is signed in. Raises SignIn."""
    if visitor.account is None:
        raise SignIn
    return visitor


SignedIn = Annotated[Visitor, Depends(signed_in)]


def posting(visitor: SignedIn, csrf: Annotated[str, Form()] = "") -> Visitor:
    """Return who sent a form of ours. Raises NotAllowed for a form that this session was not given."""
    if not hmac.compare_digest(csrf.encode(), visitor.csrf.encode()):
        raise NotAllowed(
            Words("Dieses Formular ist abgelaufen.", "This form has expired."),
            hint=Words("Die Seite neu laden und noch einmal senden.", "Reload the page and send it again."),
        )
    return visitor


Posting = Annotated[Visitor, Depends(posting)]


def _owned(visitor: Visitor) -> Visitor:
    if visitor.account is None or not visitor.account.owner:
        raise NotAllowed(
            Words("Das darf nur die Inhaberin oder der Inhaber.", "Only the owner may do this."),
            hint=Words("Bitten Sie die Person mit dem Konto chef.", "Ask the person with the owner's account."),
        )
    return visitor


def owner_posting(visitor: Posting) -> Visitor:
    """Return the owner who sent a form of ours. Raises NotAllowed for anybody else."""
    return _owned(visitor)


def owner(visitor: SignedIn) -> Visitor:
    """Return the owner. Raises NotAllowed for anybody else."""
    return _owned(visitor)


Owner = Annotated[Visitor, Depends(owner)]
OwnerPosting = Annotated[Visitor, Depends(owner_posting)]


_bearer = HTTPBearer(auto_error=False)


def by_key(desk: TheDesk, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> Account:
    """Return the account that a program's key asks for. Raises BadKey."""
    try:
        return accounts.by_key(desk.store, given.credentials if given else "")
    except NotAllowed as error:
        raise BadKey from error


ByKey = Annotated[Account, Depends(by_key)]
