"""What is said about a winmail.dat."""

from hanse.records import Finding, Place
from hanse.words import Words


def cut(at: int, size: int) -> Finding:
    """Say that the stream breaks off."""
    words = Words(
        f"winmail.dat ist ab Byte {at} von {size} beschädigt oder abgeschnitten; was danach kam, fehlt. Die Mail noch"
        " einmal holen oder den Absender bitten, als HTML zu senden.",
        f"winmail.dat is damaged or cut off from byte {at} of {size} on; what came behind is missing. Get the mail once"
        " more or ask the sender to send as HTML.",
    )
    return Finding("tnef.cut", "error", words, Place(part=f"byte {at}"))


def checksum(at: int) -> Finding:
    """Say that a checksum doesn't hold."""
    words = Words(
        f"Die Prüfsumme des Teils bei Byte {at} stimmt nicht; er wurde trotzdem gelesen. Den Inhalt ansehen.",
        f"The checksum of the part at byte {at} is wrong; it was read all the same. Look at its content.",
    )
    return Finding("tnef.checksum", "warning", words, Place(part=f"byte {at}"))


def not_taken(name: str) -> Finding:
    """Say that an attachment holds nothing that could be read."""
    words = Words(
        f"Der Anhang „{name or '?'}“ ist leer, ein Verweis oder ein eingebettetes Objekt und wurde nicht gelesen. Den"
        " Absender bitten, ihn als Datei zu senden.",
        f'The attachment "{name or "?"}" is empty, a link or an embedded object and was not read. Ask the sender for'
        " it as a file.",
    )
    return Finding("tnef.attachment", "warning", words, raw=name)
