"""hanse demo: from nothing to cited answers. Makes the sample firm, gets the starter model, learns, asks."""

from pathlib import Path
from typing import Annotated

import typer

from hanse import samplefirm
from hanse.cli import models, progress
from hanse.cli.asking import show_answer
from hanse.cli.door import Home, Json, guarded, people, print_json, to_plain
from hanse.config import Config
from hanse.errors import HanseError
from hanse.flow import ask as asking
from hanse.flow import learn as learning
from hanse.flow.events import Answered
from hanse.flow.house import House
from hanse.records import Answer, Question
from hanse.samplefirm import Truth
from hanse.store import accounts, catalogue
from hanse.words import Lang, Words

app = typer.Typer(add_completion=False)

ASKED_FIRST = "kündigungsfrist"  # of a contract: answered by the small model, too
STARTER, SMALL = "qwen2.5-coder-1.5b", "qwen2.5-coder-0.5b"


@app.command()
def demo(
    *,
    small: Annotated[bool, typer.Option("--small", help="das kleine Modell, 0,5 GB / the small model, 0.5 GB")] = False,
    home: Home = None,
    json: Json = False,
) -> None:
    """Beispielbetrieb anlegen, lernen, befragen / make a sample firm, learn it, ask it."""
    with guarded(home=home, json=json) as config:
        _say(
            config.lang, Words("Hanse: Antworten aus den eigenen Daten", "Hanse: answers from your own data"), json=json
        )
        _starter(config, SMALL if small else STARTER)
        with House(config) as house:
            truth = _firm(config, json=json)
            _learned(house, config, json=json)
            answers = [_asked(house, question, truth, json=json) for question in questions(truth)]
            if json:
                print_json([to_plain(answer) for answer in answers])
            _farewell(config, _number(house), json=json)


def questions(truth: Truth) -> tuple[str, ...]:
    """Return a text question, an exact sum, one that needs two sources, and one that the data can't answer."""
    kinds = (
        next(q for q in truth.questions if q.kind == "text" and ASKED_FIRST in q.question.casefold()),
        next(q for q in truth.questions if "sum" in q.shapes),
        next(q for q in truth.questions if "join" in q.shapes),
        next(q for q in truth.questions if q.kind == "none"),
    )
    return tuple(q.question for q in kinds)


def _say(lang: Lang, words: Words, *, json: bool) -> None:
    if not json:
        people.print(words.say(lang), style="bold", markup=False)


def _starter(config: Config, name: str) -> None:
    """Fetch the starter model. Without it everything but written answers works, so the demo goes on."""
    try:
        models.fetch(name, config)
    except HanseError as error:
        people.print(error.say(config.lang), markup=False)
        going = Words("Es geht ohne Modell weiter: Suche und Tabellen.", "Going on without a model: search and tables.")
        people.print(going.say(config.lang), markup=False)


def _firm(config: Config, *, json: bool) -> Truth:
    folder, truth_file = config.home / "firm", config.home / "firm-truth.json"
    if truth_file.exists() and folder.is_dir():
        truth = samplefirm.read_truth(truth_file)
        if truth.today == config.clock() or not config.today:
            return truth
    truth = samplefirm.write(folder, today=config.clock())
    samplefirm.write_truth(truth, truth_file)
    count = sum(1 for path in folder.rglob("*") if path.is_file())
    words = Words(f"Beispielbetrieb mit {count} Dateien: {folder}", f"Sample firm with {count} files: {folder}")
    _say(config.lang, words, json=json)
    return truth


def _learned(house: House, config: Config, *, json: bool) -> None:
    learning.link(house, Path(config.home / "firm"), account=accounts.owner(house.store))
    last = progress.bar(learning.sync(house), config.lang)
    done = Words(f"Gelernt: {progress.summary(last, 'de')}", f"Learned: {progress.summary(last, 'en')}")
    _say(config.lang, done, json=json)


def _asked(house: House, text: str, truth: Truth, *, json: bool) -> Answer:
    """Ask as of the day that the firm was written for: its "letztes Jahr" is not that of a later run."""
    question = Question(text, accounts.owner(house.store), truth.today, house.config.lang)
    _say(house.config.lang, Words(f"\n? {text}", f"\n? {text}"), json=json)
    answer = next(e.answer for e in asking.ask(house, question, purpose="demo") if isinstance(e, Answered))
    if not json:
        show_answer(answer, house.config.lang)
    return answer


def _number(house: House) -> int:
    """Return the number of the source that the sample firm is."""
    firm = str((house.config.home / "firm").resolve())
    return next(s.id for s in catalogue.sources(house.store) if str(Path(s.location).resolve()) == firm)


def _farewell(config: Config, firm: int, *, json: bool) -> None:
    words = Words(
        f"\nDie Seite öffnen: make up (oder hanse up --home {config.home}), dann http://{config.host}:{config.port}\n"
        f"Eigene Daten: hanse learn ORDNER, hanse ask FRAGE (vorher den Beispielbetrieb vergessen, sonst wird er "
        f"mitgezählt: hanse sources --forget {firm})",
        f"\nOpen the page: make up (or hanse up --home {config.home}), then http://{config.host}:{config.port}\n"
        f"Your own data: hanse learn FOLDER, hanse ask QUESTION (first forget the sample firm, or it is counted in: "
        f"hanse sources --forget {firm})",
    )
    _say(config.lang, words, json=json)
