"""Learning and fetching drawn as bars for people, or as JSON lines for programs."""

import sys
from collections.abc import Iterable

import msgspec
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from hanse.cli.door import aside
from hanse.flow.events import Progress as Step
from hanse.words import Lang, Words

PHASES = {
    "scan": Words("Schaue nach", "Looking"),
    "copy": Words("Kopiere", "Copying"),
    "read": Words("Lese", "Reading"),
    "tables": Words("Tabellen", "Tables"),
    "vectors": Words("Vektoren", "Vectors"),
    "done": Words("Fertig", "Done"),
}


def json_lines(steps: Iterable[Step]) -> Step:
    """Print each step as a JSON line and return the last."""
    last = Step("done", 0)
    for last in steps:
        sys.stdout.buffer.write(msgspec.json.encode(last) + b"\n")
        sys.stdout.buffer.flush()
    return last


def bar(steps: Iterable[Step], lang: Lang) -> Step:
    """Draw a bar on stderr while the steps come in, and return the last."""
    last = Step("done", 0)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, TextColumn("{task.fields[item]}", markup=False), console=aside, transient=True) as drawn:
        task = drawn.add_task("", total=None, item="")
        for last in steps:
            name = last.item if len(last.item) <= 50 else f"…{last.item[-49:]}"
            words = PHASES[last.phase].say(lang)
            drawn.update(task, description=words, total=last.total or None, completed=last.done, item=name)
    return last


def summary(step: Step, lang: Lang) -> str:
    """Return one sentence on what a run of learning did."""
    words = Words(
        f"{step.new} neu, {step.changed} geändert, {step.moved} verschoben, {step.gone} entfernt; "
        f"{step.unreadable} nicht lesbar, {step.findings} Hinweise; {step.seconds:.1f} s.",
        f"{step.new} new, {step.changed} changed, {step.moved} moved, {step.gone} gone; "
        f"{step.unreadable} unreadable, {step.findings} findings; {step.seconds:.1f} s.",
    )
    return words.say(lang)
