"""What is said about a mail."""

from collections.abc import Iterator

from hanse.records import Finding, Place
from hanse.words import Words

TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_HEADER = Place(part="header")


def no_date() -> Finding:
    """Say that the mail has no date."""
    words = Words(
        "Die Mail hat kein Datum; bei Fragen nach einem Zeitraum fehlt sie. Nichts zu tun, wenn es ein Entwurf ist.",
        "The mail has no date; questions about a period will miss it. Nothing to do when it is a draft.",
    )
    return Finding("mail.date", "warning", words, _HEADER)


def bad_date(raw: str) -> Finding:
    """Say that the date can't be understood."""
    words = Words(
        f"Das Datum „{raw[:80]}“ ist nicht lesbar; bei Fragen nach einem Zeitraum fehlt die Mail. Das Datum im"
        " Mailprogramm nachsehen.",
        f'The date "{raw[:80]}" can\'t be read; questions about a period will miss the mail. Look the date up in the'
        " mail program.",
    )
    return Finding("mail.date", "warning", words, _HEADER, raw)


def charset(stated: str) -> Finding:
    """Say that the stated encoding was missing or wrong, and the letters have decided."""
    de, en = (f"„{stated}“ stimmt nicht", f'"{stated}" is wrong') if stated else ("fehlt", "is missing")
    words = Words(
        f"Der Zeichensatz {de}; gelesen nach den Umlauten. Bei seltsamen Zeichen die Mail im Mailprogramm ansehen.",
        f"The encoding {en}; read by its umlauts. If letters look odd, look at it in the mail program.",
    )
    return Finding("mail.charset", "info", words)


def winmail() -> Finding:
    """Say that Outlook has packed the attachments into winmail.dat."""
    words = Words(
        "Outlook hat Anhänge oder Text in winmail.dat verpackt; sie stehen als Teile von winmail.dat bei dieser Mail."
        " Nichts zu tun.",
        "Outlook has packed attachments or text into winmail.dat; they stand as parts of winmail.dat with this mail."
        " Nothing to do.",
    )
    return Finding("mail.winmail", "info", words)


def signed() -> Finding:
    """Say that an envelope was opened whose signature nobody has verified."""
    words = Words(
        "Die Mail ist geschlossen signiert (S/MIME); sie wurde gelesen, die Signatur nicht geprüft. Kommt es auf diese"
        " an, die Mail im Mailprogramm öffnen.",
        "The mail is signed in a closed form (S/MIME); it was read, the signature was not verified. If it matters, open"
        " the mail in the mail program.",
    )
    return Finding("mail.signed", "info", words)


def sealed() -> Finding:
    """Say that the content is encrypted."""
    words = Words(
        "Der Inhalt ist verschlüsselt (S/MIME, PGP) und wurde nicht gelesen. Die Mail im"
        " Mailprogramm öffnen und unverschlüsselt speichern.",
        "The content is encrypted (S/MIME, PGP) and was not read. Open the mail in the mail"
        " program and save it unencrypted.",
    )
    return Finding("mail.sealed", "warning", words)


def ornaments(count: int) -> Iterator[Finding]:
    """Say how many small pictures of the text were left out, if any."""
    if not count:
        return
    words = Words(
        f"Kleine Bilder im Text, meist Logos, wurden übergangen: {count}. Nichts zu tun.",
        f"Small pictures in the text, mostly logos, were passed over: {count}. Nothing to do.",
    )
    yield Finding("mail.ornament", "info", words)


def defects(names: list[str]) -> Finding:
    """Say that the mail breaks the standard, so that something may be missing."""
    what = ", ".join(names)
    words = Words(
        f"Die Mail ist nicht ganz nach Standard ({what}); Teile können fehlen. Bei Zweifel im Mailprogramm ansehen.",
        f"The mail doesn't quite follow the standard ({what}); parts may be missing. If in doubt, look at it in the"
        " mail program.",
    )
    return Finding("mail.defect", "info", words)
