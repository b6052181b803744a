"""Renders the templates. Whatever they show is escaped, always; both languages stand side by side in them."""

import hashlib
from functools import cache
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hanse.flow import cells, reportwords
from hanse.records import Origin, Place
from hanse.web import citing, marks
from hanse.words import Lang, Words

HERE = Path(__file__).parent
STATIC = HERE / "static"


class Pages:
    """The templates of this folder."""

    def __init__(self) -> None:
        self._templates = _templates()

    def text(self, template: str, lang: Lang, /, **values: object) -> str:
        """Return a rendered template. In it, w("Ja", "Yes") says a text in the right language."""

        def w(german: str, english: str) -> str:
            return Words(german, english).say(lang)

        return self._templates.get_template(template).render(values, lang=lang, w=w)

    def page(self, template: str, lang: Lang, status: int = 200, /, **values: object) -> HTMLResponse:
        """Return a rendered template as an answer."""
        headers = {"Content-Language": lang, "Vary": "Accept-Language, Cookie"}
        return HTMLResponse(self.text(template, lang, **values), status, headers=headers)


RESULTS = {
    "tables.choose": Words("zurückgefragt", "asked back"),
    "tables.near": Words("zurückgefragt, ein Wort war unbekannt", "asked back, a word was unknown"),
    "tables.period": Words("keine Daten dazu", "no data for it"),
    "tables.words": Words("nicht in den Tabellen", "not in the tables"),
    "tables.fit": Words("passt zu keiner Tabelle", "fits no table"),
    "tables.nothing": Words("nichts gefunden", "nothing found"),
    "no-evidence": Words("nicht in den Daten", "not in the data"),
    "unknown-name": Words("Name unbekannt", "name unknown"),
    "not-together": Words("nicht in den Daten", "not in the data"),
    "not-found": Words("nicht gefunden", "not found"),
    "not-proven": Words("nicht belegt", "not proven"),
    "not-fitting": Words("passt nicht zur Frage", "doesn't fit the question"),
    "not-sure": Words("nicht sicher genug", "not sure enough"),
    "total": Words("müsste zusammengerechnet werden", "would have to be added up"),
}


@cache
def _templates() -> Environment:
    """Return the compiled templates, one set for the process."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "asset": _assets(),
        "shown": cells.shown,
        "numbers": cells.NUMBERS,
        "paragraphs": citing.paragraphs,
        "lead": citing.lead,
        "address": citing.address,
        "address_in": _address_in,
        "whole": Place(),
        "place_name": _place_name,
        "of_citation": citing.of_citation,
        "of_passage": citing.of_passage,
        "source_type": marks.source_type,
        "generated": marks.generated,
        "row_name": _row_name,
        "when": reportwords.when,
        "report": reportwords,
        "result": _result,
        "seconds": _seconds,
        "count": reportwords.many,
    }
    return made


def _assets() -> dict[str, str]:
    """Return the address of each static file; it changes with the content, so that browsers may keep it for ever."""
    files = (path for path in STATIC.iterdir() if path.is_file())
    return {f.name: f"/static/{f.name}?v={hashlib.sha256(f.read_bytes()).hexdigest()[:12]}" for f in files}


def _row_name(place: Place, lang: Lang) -> str:
    """Return what tells a row from its neighbours."""
    own = Place(cell=place.cell, record=place.record, line=place.line)
    return own.say(lang) or place.say(lang)


def _address_in(source: int, path: str, inner: str, place: Place) -> str:
    return citing.address(Origin(source, path, inner), place)


def _place_name(origin: Origin, place: Place, lang: Lang) -> str:
    """Return where in its file a finding stands; the file's own name when it is about the whole."""
    return ", ".join(part for part in (origin.inner, place.say(lang)) if part) or origin.path


def _result(refused: str | None, lang: Lang) -> str:
    """Return how a call ended, for people; a code without words of its own is shown as it is."""
    if not refused:
        return "beantwortet" if lang == "de" else "answered"
    return RESULTS[refused].say(lang) if refused in RESULTS else refused


def _seconds(ms: float, lang: Lang) -> str:
    text = f"{ms / 1000:.2f}" if ms < 10_000 else f"{ms / 1000:.0f}"
    return f"{text.replace('.', ',') if lang == 'de' else text} s"
