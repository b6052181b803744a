"""What goes wrong, said to a person as a page, and to a program in the shape that OpenAI's clients understand."""

import logging
from http import HTTPStatus
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from hanse import errors
from hanse.errors import HanseError
from hanse.web.desk import Desk
from hanse.web.visitor import BadKey, SignIn, anybody
from hanse.words import Words

STATUS = {
    errors.Unreadable: 422,
    errors.Unreachable: 503,
    errors.TooBig: 413,
    errors.NotAllowed: 403,
    errors.Misconfigured: 400,
    errors.Broken: 500,
}
UNEXPECTED = errors.Broken(
    Words("Da ist etwas Unerwartetes schiefgegangen.", "Something unexpected went wrong."),
    hint=Words(
        "Noch einmal versuchen. Was genau geschah, steht im Fenster, in dem Hanse läuft.",
        "Try again. What happened exactly is written in the window that Hanse runs in.",
    ),
)
_log = logging.getLogger(__name__)


def install(app: FastAPI, desk: Desk) -> None:
    """Answer each kind of failure of this app's routes."""

    def known(request: Request, error: HanseError) -> Response:
        return _answer(desk, request, error, STATUS[type(error)])

    def unknown(request: Request, error: Exception) -> Response:
        _log.error("%s %s failed", request.method, request.scope["path"], exc_info=error)
        return _answer(desk, request, UNEXPECTED, 500)

    def http(request: Request, error: HTTPException) -> Response:
        return _answer(desk, request, _http(error.status_code), error.status_code)

    def invalid(request: Request, error: RequestValidationError) -> Response:
        wrong = ", ".join(str(problem["loc"][-1]) for problem in error.errors())
        return _answer(desk, request, _invalid(wrong), 400)

    for kind, handler in ((HanseError, known), (HTTPException, http), (RequestValidationError, invalid)):
        app.add_exception_handler(kind, handler)  # type: ignore[arg-type] # Starlette's type is wider than its calls
    app.add_exception_handler(Exception, unknown)
    app.add_exception_handler(SignIn, _to_the_door)
    app.add_exception_handler(BadKey, _bad_key)


def _answer(desk: Desk, request: Request, error: HanseError, status: int) -> Response:
    if request.scope["path"].startswith("/v1/"):
        return api_error(error.say("en").replace("\n", " "), status)
    visitor = anybody(request, desk)
    if "text/event-stream" in request.headers.get("accept", ""):
        return JSONResponse({"html": desk.pages.text("_failed.html", visitor.lang, error=error)}, status)
    return desk.pages.page("failed.html", visitor.lang, status, visitor=visitor, here="", error=error)


def api_error(message: str, status: int, *, code: str | None = None) -> JSONResponse:
    """Return an error as OpenAI's clients expect it (platform.openai.com/docs/guides/error-codes)."""
    kind = "server_error" if status >= 500 else "invalid_request_error"
    return JSONResponse({"error": {"message": message, "type": kind, "param": None, "code": code}}, status)


def _to_the_door(request: Request, _: Exception) -> Response:
    if "text/event-stream" in request.headers.get("accept", ""):
        return JSONResponse({"sign_in": "/login"}, 401)
    wanted = request.scope["path"]
    query = request.scope["query_string"].decode("latin-1")
    after = f"?next={quote(wanted + ('?' + query if query else ''), safe='')}" if request.method == "GET" else ""
    return RedirectResponse(f"/login{after}" if wanted != "/" else "/login", 303)


def _bad_key(_: Request, __: Exception) -> Response:
    said = "This key is not valid. Make one on the page, under Account."
    answer = api_error(said, 401, code="invalid_api_key")
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _http(status: int) -> HanseError:
    if status == 404:
        return errors.Unreachable(
            Words("Diese Seite gibt es nicht.", "There is no such page."),
            hint=Words("Zur Frageseite zurückgehen.", "Go back to the question page."),
        )
    name = HTTPStatus(status).phrase
    return errors.Misconfigured(
        Words(f"So geht es nicht ({status}: {name}).", f"It can't be done like this ({status}: {name})."),
        hint=Words("Zur Frageseite zurückgehen.", "Go back to the question page."),
    )


def _invalid(wrong: str) -> HanseError:
    return errors.Misconfigured(
        Words(f"Eine Angabe fehlt oder ist falsch: {wrong}.", f"A value is missing or wrong: {wrong}."),
        hint=Words("Zurückgehen und die Angabe prüfen.", "Go back and check the value."),
    )
