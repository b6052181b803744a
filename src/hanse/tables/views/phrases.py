"""How a question says that it means all sources together."""

import re

THINGS = r"(?:quellen|systeme[n]?|programme[n]?|datenquellen|sources|systems|programs)"
SAID = re.compile(
    rf"(?:,\s*)?\b(?:insgesamt\s+)?(?:(?:aus|über|in|nach|von)\s+(?:allen|alle|sämtlichen|sämtliche)\s+{THINGS}(?:\s+hinweg)?"
    rf"|(?:across|from|over|in)\s+all\s+(?:the\s+)?{THINGS}|quellenübergreifend\w*|systemübergreifend\w*)\b",
    re.IGNORECASE,
)


def without(text: str) -> str:
    """Return a question without the words that say so; "" when it does not say so."""
    rest = SAID.sub(" ", text)
    return "" if rest == text else re.sub(r"\s+([?.!,])", r"\1", " ".join(rest.split()))
