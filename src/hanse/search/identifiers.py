"""Numbers, dates, IBANs, phone numbers, e-mail addresses and identifiers in a text, each in one plain form.

"RE-2024/0117", "re 2024 0117" and "RE20240117" give "=re20240117"; "1.234,50" gives "1234.5"; "12. März 2024" gives
"=2024-03-12". Forms that start with "=" are whole things; they weigh most in a search.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar january jan jänner",
            "februar february feb",
            "märz march mär mrz maerz",
            "april apr",
            "mai may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "dezember december dez dec",
        ),
        1,
    )
    for name in names.split()
}
MONTH_WORDS = "januar februar märz april mai juni juli august september oktober november dezember".split()
WORD, MONTH, CAPITALS, FIGURES = range(4)
MOST_CHUNKS = 6
LONGEST_CHUNK = 14

PIECE = r"(?:[A-ZÄÖÜ]{1,4}(?!\w)|(?=[^\W\d_]{0,12}\d)[^\W_]{1,25}(?!\w))"
PATTERN = re.compile(
    r"(?P<date>(?<![\w.])\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d{2})(?![\w.]*\d)|(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-]*\d)"
    rf"|(?<!\w)\d{{1,2}}\.?\s(?i:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?\s\d{{4}}(?!\w))"
    r"|(?P<iban>(?<!\w)[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?(?!\w))"
    r"|(?P<phone>(?<![\w.,/-])(?:\+\d{1,3}|0)(?:[ ()/.–-]{0,3}\d){6,14}(?![\w,/-]*\d))"
    r"|(?P<mail>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})"
    r"|(?P<number>(?<![\w.,/-])(?:\d{1,3}(?:[.\u00a0\u202f' ]\d{3})+,\d+|\d{1,3}(?:,\d{3})+\.\d+|\d+,\d+|\d+\.\d{1,2}"
    r"|\d{1,3}(?:\.\d{3})+)(?![\w.,/-]*\d|\w))"
    rf"|(?P<run>(?<!\w){PIECE}(?:[ ./_–-]{{1,2}}{PIECE}){{1,11}})"
    r"|(?P<word>[^\W_]+(?:['’][^\W_]{1,2}(?!\w))?)"
)
CHUNK = re.compile(r"[^\W_]+")
MARKS = ".,;:!?()[]\"'„“”‚‘’»«"


class Token(NamedTuple):
    """A word of the text, or a thing in its plain form. whole: forms starting with "=", words: words it is made of."""

    kind: str
    text: str
    words: tuple[str, ...]
    whole: tuple[str, ...] = ()


def tokens(text: str) -> Iterator[Token]:
    """Yield the words, numbers, dates and identifiers of a text in order."""
    for found in scan(text):
        yield Token("word", found, (found,)) if isinstance(found, str) else found


def scan(text: str) -> Iterator[str | Token]:
    """Yield the same with plain words as bare strings: most of a text, so the costly pattern sees only the rest."""
    run: list[str] = []
    figures = False
    for chunk in text.split():
        bare, kind = kind_of(chunk)
        if kind == WORD or (kind == MONTH and not figures):
            yield from in_run(run, figures=figures)
            run, figures = [], False
            yield bare
        else:
            run.append(chunk)
            figures = figures or kind == FIGURES
    yield from in_run(run, figures=figures)


def kind_of(chunk: str) -> tuple[str, int]:
    """Return what stands between two blanks without marks around it, and its kind.

    WORD and, unless figures stand before it, MONTH end a run; FIGURES and short CAPITALS go on with it or begin one.
    """
    bare = chunk if chunk.isalpha() else chunk.strip(MARKS)
    if not bare.isalpha():
        return bare, FIGURES
    if len(bare) <= 4 and bare.isupper():
        return bare, CAPITALS
    return bare, MONTH if bare.lower() in MONTHS else WORD


def in_run(chunks: Sequence[str], *, figures: bool) -> Iterator[str | Token]:
    """Yield what stands in a run of chunks that are no plain words. figures: whether any is more than capitals."""
    if not figures:
        for chunk in chunks:
            yield chunk.strip(MARKS)
        return
    for match in PATTERN.finditer(" ".join(chunks)):
        kind = str(match.lastgroup)
        yield match.group() if kind == "word" else _READ[kind](match.group())


def _date(text: str) -> Token:
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    if len(numbers) == 2:
        day, year = numbers
        month = next(n for name, n in MONTHS.items() if re.search(rf"\b{name}\b", text.lower()))
    elif text[:4].isdigit():
        year, month, day = numbers
    else:
        day, month, year = numbers
    if not 1 <= month <= 12:
        return _run(text)
    year = year + 2000 if year < 70 else year + 1900 if year < 100 else year
    words = (str(year), MONTH_WORDS[month - 1])
    return Token("date", text, words, (f"={year}-{month:02}-{day:02}",))


def _number(text: str) -> Token:
    return Token("number", text, (plain_number(text),))


def plain_number(text: str) -> str:
    """Return a number without grouping, with a decimal point and without zeros at its end: "1.234,50" is "1234.5"."""
    last = max(text.rfind(","), text.rfind("."))
    tail = text[last + 1 :]
    grouped = text[last] == "." and len(tail) == 3
    whole = re.sub(r"\D", "", text if grouped else text[:last]).lstrip("0") or "0"
    fraction = "" if grouped else tail.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def _phone(text: str) -> Token:
    plain = re.sub(r"\(0\)", "", text)
    digits = re.sub(r"\D", "", plain)
    if plain.startswith(("+49", "0049")):
        digits = "0" + digits.removeprefix("00").removeprefix("49")
    chunks = tuple(CHUNK.findall(text))
    return Token("phone", text, chunks, tuple({f"={digits}": None, f"={''.join(chunks)}": None}))


def _compact(text: str) -> Token:
    return Token("iban", text, (), ("=" + re.sub(r"\W", "", text).lower(),))


def _mail(text: str) -> Token:
    return Token("mail", text, tuple(CHUNK.findall(text)), (f"={text.lower()}",))


def _run(text: str) -> Token:
    chunks = CHUNK.findall(text)
    if not any(c.isdigit() for c in text) or len(chunks) < 2:
        return Token("word", text, tuple(chunks))
    return Token("run", text, tuple(chunks), tuple(dict.fromkeys(joined(chunks))))


def joined(chunks: Sequence[str]) -> Iterator[str]:
    """Yield the compact form of each stretch of 2 to 6 neighbours that holds a digit and is made of short chunks."""
    for start in range(len(chunks)):
        text = ""
        for end in range(start, min(start + MOST_CHUNKS, len(chunks))):
            if len(chunks[end]) > LONGEST_CHUNK:
                break
            text += chunks[end].lower()
            if end > start and any(c.isdigit() for c in text):
                yield f"={text}"


_READ = {"date": _date, "iban": _compact, "phone": _phone, "mail": _mail, "number": _number, "run": _run}
