"""What each request passes before any route sees it: host, origin and size checks; and the headers of each answer.

Plain ASGI, so that streams stream and a browser that goes away is noticed.
"""

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_BYTES = 64 * 1024
API_BYTES = 4 * 1024 * 1024
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


def own_names(host: str) -> frozenset[str]:
    """Return the host names under which this server may be called when it is bound to host."""
    names = {"localhost", host.lower()}
    if not loopback(host):
        name = socket.gethostname().lower()
        names |= {name, name.partition(".")[0], f"{name.partition('.')[0]}.local"}
    return frozenset(names)


def loopback(host: str) -> bool:
    """Tell whether an address can only be reached from this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Shield:
    """Refuses what no page of ours would send, and marks each answer so that a browser keeps to our rules."""

    def __init__(self, app: ASGIApp, *, names: Iterable[str], local: bool) -> None:
        """names: own host names. local: bound to loopback, so that only loopback addresses are right."""
        self._app = app
        self._names = frozenset(names)
        self._local = local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal:
            await refusal(scope, receive, _with_headers(send))
            return
        await self._app(scope, _limited(receive, _room(scope)), _with_headers(send))

    def _refusal(self, scope: Scope, headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if not self._right_host(host):
            return PlainTextResponse("Falsche Adresse. / Wrong address.\n", 421)
        if scope["method"] not in SAFE and not _same_site(headers, host):
            return PlainTextResponse("Von einer anderen Seite gesendet. / Sent from another site.\n", 403)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > _room(scope):
            return PlainTextResponse("Zu gross. / Too big.\n", 413)
        return None

    def _right_host(self, host: str) -> bool:
        """Names must be our own: a foreign name that leads here is an attack (DNS rebinding); addresses can't be."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in self._names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return address.is_loopback or not self._local


def _same_site(headers: Headers, host: str) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == host


def _room(scope: Scope) -> int:
    return API_BYTES if scope["path"].startswith("/v1/") else PAGE_BYTES


def _limited(receive: Receive, room: int) -> Receive:
    left = room

    async def counted() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        # a body without a length that grows too long is cut off as if the sender had gone away
        return message if left >= 0 else {"type": "http.disconnect"}

    return counted


def _with_headers(send: Send) -> Send:
    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return marked
