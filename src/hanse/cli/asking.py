"""hanse ask, hanse search: questions and evidence."""

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table as Grid

from hanse.cli.door import Home, Json, aside, guarded, people, print_json, to_plain
from hanse.errors import Misconfigured
from hanse.flow import ask as river
from hanse.flow.events import Answered, EvidenceFound, Said
from hanse.flow.house import House
from hanse.records import Answer, Passage, Question, TableResult
from hanse.store import accounts
from hanse.words import Lang, Words

ask_app, search_app = typer.Typer(add_completion=False), typer.Typer(add_completion=False)

SHOWN = 3
EXCERPT = 160


@ask_app.command()
def ask(
    question: Annotated[str, typer.Argument(help="Frage / question", metavar="QUESTION")],
    *,
    model: Annotated[str, typer.Option("--model", help="Modell / model", metavar="NAME")] = "",
    choice: Annotated[int, typer.Option("--choice", help="welche Lesart / which reading", metavar="N", min=0)] = 0,
    show: Annotated[
        bool, typer.Option("--show", help="Prompt und Fundstellen zeigen / show prompt and passages")
    ] = False,
    home: Home = None,
    json: Json = False,
) -> None:
    """Eine Frage an die eigenen Daten / ask your own data."""
    with guarded(home=home, json=json) as config, House(config) as house:
        asked = Question(_worded(question), accounts.owner(house.store), config.clock(), config.lang)
        answer = None
        for event in river.ask(house, asked, model=model, choice=choice - 1 if choice else None):
            if isinstance(event, Answered):
                answer = event.answer
            elif not json:
                _tell(event, config.lang)
        if answer is None:
            return
        if json:
            print_json(_document(answer, config.lang))
        else:
            show_answer(answer, config.lang)
        if show:
            _show_prompt(house, answer)


def _worded(text: str) -> str:
    """Return the words that were given. Raises Misconfigured when there are none."""
    if text.strip():
        return text
    raise Misconfigured(
        Words("Die Frage ist leer.", "The question is empty."),
        hint=Words(
            'Eine Frage angeben, zum Beispiel: hanse ask "Wie hoch war der Umsatz 2025?"',
            'Give a question, for example: hanse ask "How much did we turn over in 2025?"',
        ),
    )


def _document(answer: Answer, lang: Lang) -> dict[str, object]:
    plain: dict[str, object] = to_plain(answer)
    plain["label"] = answer.label.say(lang)
    if answer.refused:
        plain["refused"] = {
            "code": answer.refused.code,
            "message": answer.refused.message.say(lang),
            "choices": list(answer.refused.choices),
        }
    if answer.table:
        plain["table"] = to_plain(answer.table) | {"words": answer.table.words.say(lang)}
    return plain


def _tell(event: EvidenceFound | Said, lang: Lang) -> None:
    if isinstance(event, Said):
        aside.print(event.text, end="", style="dim", markup=False)
        return
    if not event.passages:
        return
    seen = Words(f"Fundstellen nach {event.ms:.0f} ms:", f"Places after {event.ms:.0f} ms:")
    aside.print(seen.say(lang), style="dim", markup=False)
    for passage in event.passages[:SHOWN]:
        aside.print(f"  {_where(passage, lang)}: {excerpt(passage.text)}", style="dim", markup=False)


def excerpt(text: str) -> str:
    """Return the beginning of a text in one line."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1]}…"


def _where(passage: Passage, lang: Lang) -> str:
    place = passage.place.say(lang)
    return f"{passage.origin.name}{f', {place}' if place else ''}"


def show_answer(answer: Answer, lang: Lang) -> None:
    """Print an answer with its table, its places, its label and its times."""
    aside.print()
    people.print(answer.answer, style="bold", markup=False)
    if answer.refused:
        for number, reading in enumerate(answer.refused.choices, 1):
            people.print(f"  --choice {number}: {reading}", markup=False)
        for passage in () if answer.refused.choices else answer.nearest:
            people.print(f"  {_where(passage, lang)}: {excerpt(passage.text)}", style="dim", markup=False)
    if answer.table:
        _show_table(answer.table, answer.answer, lang)
    for citation in answer.citations[:SHOWN]:
        place = citation.place.say(lang)
        where = f"{citation.origin.name}{f', {place}' if place else ''}"
        people.print(f"  [{citation.n}] {where}: {excerpt(citation.quote)}", markup=False)
    if answer.table and answer.table.count > SHOWN:
        more = answer.table.count - min(SHOWN, len(answer.citations))
        words = Words(f"  ... und {more} weitere Datensätze", f"  ... and {more} more records")
        people.print(words.say(lang), markup=False)
    times = answer.timings
    took = Words(
        f"Fundstellen {times.evidence_ms:.0f} ms, erstes Wort {times.first_word_ms:.0f} ms, "
        f"gesamt {times.total_ms:.0f} ms; {answer.model or 'ohne Modell'}; Protokoll Zeile {answer.ledger}",
        f"places {times.evidence_ms:.0f} ms, first word {times.first_word_ms:.0f} ms, total {times.total_ms:.0f} ms; "
        f"{answer.model or 'no model'}; ledger row {answer.ledger}",
    )
    people.print(f"  {answer.label.say(lang)} ({took.say(lang)})", style="dim", markup=False)


def _show_table(table: TableResult, said: str, lang: Lang) -> None:
    """Print the rows and what was computed, unless the answer says so already."""
    if len(table.rows) > 1 and "\n" not in said:
        grid = Grid(*[escape(column.title) for column in table.columns])
        for row in table.rows[:20]:
            grid.add_row(*["" if cell is None else escape(str(cell)) for cell in row])
        people.print(grid)
    if (words := table.words.say(lang)) not in said:
        people.print(f"  {words}", markup=False, style="dim")


def _show_prompt(house: House, answer: Answer) -> None:
    rows = house.ledger.rows(limit=1, before=answer.ledger + 1)
    text = house.ledger.text(rows[0].prompt) if rows else ""
    aside.print(text or "-", markup=False)
    if answer.table:
        aside.print(answer.table.sql, markup=False)


@search_app.command()
def search(
    text: Annotated[str, typer.Argument(help="Suchworte / words", metavar="WORDS")],
    *,
    k: Annotated[int, typer.Option("-k", help="wie viele / how many", metavar="N", min=1)] = 8,
    home: Home = None,
    json: Json = False,
) -> None:
    """Nur Fundstellen, ohne Modell / evidence only, no model."""
    with guarded(home=home, json=json) as config, House(config) as house:
        found = river.search(house, _worded(text), account=accounts.owner(house.store), k=k)
        if json:
            print_json([_plain(passage) for passage in found])
            return
        for passage in found:
            people.print(_where(passage, config.lang), style="bold", markup=False)
            people.print(f"  {excerpt(passage.text)}", markup=False)
        if not found:
            people.print(Words("Nichts gefunden.", "Nothing found.").say(config.lang))


def _plain(passage: Passage) -> dict[str, object]:
    return {
        "text": passage.text,
        "place": to_plain(passage.place),
        "origin": to_plain(passage.origin),
        "score": passage.score,
    }
