"""What is said about a message of Outlook."""

from collections.abc import Iterator

from hanse.records import Finding, Place
from hanse.words import Words

_HEADER = Place(part="header")


def no_date() -> Finding:
    """Say that the message has no date."""
    words = Words(
        "Die Nachricht hat kein Datum; bei Fragen nach einem Zeitraum fehlt sie. Nichts zu tun, wenn es ein Entwurf"
        " ist.",
        "The message has no date; questions about a period will miss it. Nothing to do when it is a draft.",
    )
    return Finding("mail.date", "warning", words, _HEADER)


def utc() -> Finding:
    """Say that only the time in UTC is known."""
    words = Words(
        "Die Uhrzeit ist Weltzeit (UTC): die Ortszeit des Absenders steht nicht in der Datei. In Deutschland ist es"
        " eine Stunde später, im Sommer zwei. Nichts zu tun.",
        "The time is UTC: the sender's local time does not stand in the file. In Germany it is one hour later, two in"
        " summer. Nothing to do.",
    )
    return Finding("mail.utc", "info", words, _HEADER)


def sealed() -> Finding:
    """Say that the content is encrypted or signed in a closed form."""
    words = Words(
        "Die Nachricht ist verschlüsselt oder geschlossen signiert (S/MIME); ihr Inhalt ist im Anhang smime.p7m. Eine"
        " Signatur wird geöffnet, aber nicht geprüft; Verschlüsseltes in Outlook öffnen und unverschlüsselt speichern.",
        "The message is encrypted or signed in a closed form (S/MIME); its content is in the attachment smime.p7m. A"
        " signature is opened but not verified; open encrypted content in Outlook and save it unencrypted.",
    )
    return Finding("mail.sealed", "info", words)


def ornaments(count: int) -> Finding:
    """Say how many small pictures of the text were left out."""
    words = Words(
        f"Kleine Bilder im Text, meist Logos, wurden übergangen: {count}. Nichts zu tun.",
        f"Small pictures in the text, mostly logos, were passed over: {count}. Nothing to do.",
    )
    return Finding("mail.ornament", "info", words)


def short(count: int) -> Iterator[Finding]:
    """Say that parts of the file are shorter than they should be, if any."""
    if count:
        words = Words(
            f"Die Datei ist beschädigt: kürzer als angegeben sind Teile: {count}. Text oder Anhänge können fehlen"
            " oder enden zu früh. Die Nachricht in Outlook noch einmal speichern.",
            f"The file is damaged: parts that are shorter than stated: {count}. Text or attachments may be incomplete."
            " Save the message in Outlook once more.",
        )
        yield Finding("mail.damaged", "warning", words)


def not_taken(name: str) -> Finding:
    """Say that an attachment holds nothing that could be read: a link to a file, or an object of OLE."""
    words = Words(
        f"Der Anhang „{name}“ ist nur ein Verweis oder ein eingebettetes Objekt und wurde nicht gelesen. Ihn in Outlook"
        " öffnen und als Datei speichern.",
        f'The attachment "{name}" is only a link or an embedded object and was not read. Open it in Outlook and save it'
        " as a file.",
    )
    return Finding("mail.attachment", "warning", words, raw=name)
