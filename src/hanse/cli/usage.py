"""What was typed wrong, said in the person's language: the library that reads the command line speaks English only."""

import re
from difflib import get_close_matches
from typing import Any

from hanse.errors import Misconfigured
from hanse.words import Words

# what Typer 0.29 says, and how we say it; a test types each of these wrong
KNOWN = (
    (r"No such option: (?P<what>\S+)", "Eine Option {what} gibt es hier nicht."),
    (r"No such command '(?P<what>.+?)'.*", "Einen Befehl {what} gibt es nicht."),
    (r"Got unexpected extra argument\(s\) \((?P<what>.+)\)", "Zu viel angegeben: {what}"),
    (r"Option '(?P<what>.+)' requires an argument\.", "Zur Option {what} fehlt der Wert."),
    (r"Option '(?P<what>.+)' does not take a value\.", "Zur Option {what} gehört kein Wert."),
    (r"Missing (argument|option) '(?P<what>.+?)'.*", "Es fehlt: {what}"),
    (r"Invalid value for '(?P<what>.+?)': .*should be a valid integer.*", "{what}: das ist keine ganze Zahl."),
    (r"Invalid value for '(?P<what>.+?)': .*greater than or equal to (?P<n>\S+)", "{what}: die kleinste Zahl ist {n}."),
    (r"Invalid value for '(?P<what>.+?)': .*less than or equal to (?P<n>\S+)", "{what}: die größte Zahl ist {n}."),
)
GERMAN = {
    "QUESTION": "FRAGE",
    "WORDS": "SUCHWORTE",
    "FILE": "DATEI",
    "PATH...": "ORDNER oder DATEI ...",
    "NAME": "NAME",
    "SOURCE|FILE": "QUELLE oder DATEI",
}


def told(error: Any, commands: list[str]) -> Misconfigured:  # noqa: ANN401 - Typer's own copy of click has no public types
    """Return a usage error as one of ours, with the way to the command's help. commands: those of the program."""
    english = error.message if getattr(error, "possibilities", None) else error.format_message()
    called = error.ctx.command_path if getattr(error, "ctx", None) else "hanse"
    near = " ".join(_near(error, english, commands))
    meant = Words(f"Gemeint ist vielleicht: {near}. ", f"Perhaps you mean: {near}. ") if near else Words("", "")
    return Misconfigured(
        Words(_german(english), english),
        hint=Words(f"{meant.de}Hilfe: {called} --help", f"{meant.en}Help: {called} --help"),
    )


def _near(error: Any, english: str, commands: list[str]) -> list[str]:  # noqa: ANN401 - as above
    """Return options or commands with a name like what was typed."""
    if options := getattr(error, "possibilities", None):
        return sorted(options)
    if suggested := re.search(r"Did you mean (.+)\?", english):
        return re.findall(r"'(.+?)'", suggested[1])
    unknown = re.match(r"No such command '(.+?)'", english)
    return get_close_matches(unknown[1], commands) if unknown else []


def _german(english: str) -> str:
    for pattern, german in KNOWN:
        if found := re.fullmatch(pattern, english, re.DOTALL):
            said = found.groupdict()
            return german.format(**said | {"what": GERMAN.get(said["what"], said["what"])})
    return f"So geht der Aufruf nicht: {english}"
