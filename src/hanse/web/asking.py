"""The page that a question is typed into, and its answer: as a stream, or whole for a browser without script."""

import logging
from collections.abc import Generator
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from hanse.errors import HanseError, Misconfigured
from hanse.flow.events import Answered, AskEvent, EvidenceFound, Said
from hanse.records import Answer, Question
from hanse.store import catalogue
from hanse.web import marks, stream
from hanse.web.desk import Desk, TheDesk
from hanse.web.failures import UNEXPECTED
from hanse.web.visitor import Posting, SignedIn, Visitor
from hanse.words import Lang, Words

MOST = 2000
router = APIRouter()
_log = logging.getLogger(__name__)


@router.get("/")
def ask_page(desk: TheDesk, visitor: SignedIn) -> HTMLResponse:
    """Show the empty question field."""
    linked = catalogue.sources(desk.store, visitor.number)
    desk.rivers.warm()
    return desk.pages.page(
        "ask.html", visitor.lang, visitor=visitor, here="ask", linked=linked, question="", answer=None
    )


@router.post("/ask")
def ask(
    desk: TheDesk,
    visitor: Posting,
    request: Request,
    question: Annotated[str, Form()] = "",
    choice: Annotated[int | None, Form(ge=0, le=99)] = None,
) -> Response:
    """Answer a question from the firm's data."""
    asked = _question(desk, visitor, question)
    if "text/event-stream" in request.headers.get("accept", ""):
        parts = partial(_events, desk, visitor, asked, choice)
        return stream.response(stream.flowing(desk.asking, parts, desk.closing), marks.headers(desk.house.config.model))
    told = desk.asking.submit(lambda: list(desk.rivers.ask(asked, choice=choice, purpose="page"))).result()
    return _whole(desk, visitor, asked, told)


def _question(desk: Desk, visitor: Visitor, text: str) -> Question:
    clean = " ".join(text.split())
    if not clean or len(clean) > MOST:
        raise Misconfigured(
            Words(f"Die Frage ist leer oder länger als {MOST} Zeichen.", f"The question is empty or over {MOST} long."),
            hint=Words("In einem Satz fragen.", "Ask in one sentence."),
        )
    return Question(clean, visitor.number, desk.house.config.clock(), visitor.lang)


def _events(desk: Desk, visitor: Visitor, asked: Question, choice: int | None) -> Generator[bytes]:
    """Yield "evidence", "said" ... and at last "answer" or "failed". Their HTML comes from our own templates."""
    try:
        for step in desk.rivers.ask(asked, choice=choice, purpose="page"):
            yield _event(desk, visitor, asked, step)
    except HanseError as error:
        yield stream.event("failed", {"html": desk.pages.text("_failed.html", asked.lang, error=error)})
    except Exception:  # noqa: BLE001 - the door: a defect is logged and answered, the server goes on
        _log.exception("a question could not be answered")
        yield stream.event("failed", {"html": desk.pages.text("_failed.html", asked.lang, error=UNEXPECTED)})


def _event(desk: Desk, visitor: Visitor, asked: Question, step: AskEvent) -> bytes:
    if isinstance(step, Said):
        return stream.event("said", {"text": step.text})
    if isinstance(step, EvidenceFound):
        html = desk.pages.text("_evidence.html", asked.lang, found=step, open=True)
        return stream.event("evidence", {"html": html, "places": len(step.passages), "ms": step.ms})
    answer = step.answer
    html = desk.pages.text("_answer.html", asked.lang, visitor=visitor, answer=answer, question=asked.text)
    fields = marks.fields(answer, answer.label.say(asked.lang))
    return stream.event("answer", {"html": html, "text": spoken_text(answer, asked.lang), **fields})


def _whole(desk: Desk, visitor: Visitor, asked: Question, told: list[AskEvent]) -> HTMLResponse:
    found = next((step for step in told if isinstance(step, EvidenceFound)), None)
    answer = next(step.answer for step in told if isinstance(step, Answered))
    linked = catalogue.sources(desk.store, visitor.number)
    values = {"here": "ask", "linked": linked, "question": asked.text, "found": found, "answer": answer}
    page = desk.pages.page("ask.html", visitor.lang, visitor=visitor, **values)
    page.headers.update(marks.headers_of(answer))
    return page


def spoken_text(answer: Answer, lang: Lang) -> str:
    """Return what a screen reader says of an answer."""
    return answer.refused.message.say(lang) if answer.refused else answer.answer
