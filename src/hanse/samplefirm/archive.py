"""Writes archiv/archiv.zip: older documents that are kept but no longer looked at. Knows the model only."""

from datetime import date
from random import Random

from hanse.samplefirm import model, paper
from hanse.samplefirm.model import Firm
from hanse.samplefirm.packing import zipped

ROOMS = ("Waschküche", "Heizungskeller", "Bad im ersten Stock", "Gäste-WC", "Küche im Altbau", "Dachgeschoss")
STREETS = ("Alte Ziegelei 3", "Kornspeicher 8", "Am Pumpwerk 21", "Hinter der Bleiche 6", "Lohmühle 40")


def sites(firm: Firm) -> list[tuple[str, str, int, int]]:
    """Return (street, room, year, warranty years) of the old building sites in the archive."""
    rng = Random(f"{firm.seed} archive")
    rooms = rng.sample(ROOMS, len(STREETS))
    return [(s, r, firm.year - rng.randint(6, 11), rng.choice((4, 5))) for s, r in zip(STREETS, rooms, strict=True)]


def member(n: int) -> str:
    """Return the name of the nth report within the zip."""
    return f"berichte/Baubericht_{n + 1}.txt"


def report(site: tuple[str, str, int, int]) -> str:
    """Return the text of one report."""
    street, room, year, years = site
    return f"""# Baubericht {street}

Objekt {street}, Raum {room}, ausgeführt {year} durch {model.NAME}. Die Leitungen wurden erneuert und mit 1 bar
abgedrückt.
Die Gewährleistung lief {years} Jahre und ist beendet.

Die Bilder liegen beim Bauherrn, der Schlüssel wurde zurückgegeben."""


def files(firm: Firm) -> dict[str, bytes]:
    """Return the zip with its reports."""
    day = date(firm.year - 4, 3, 1)
    members = {
        member(n): paper.write(report(site), ".txt", day=day, title="Baubericht") for n, site in enumerate(sites(firm))
    }
    return {"archiv/archiv.zip": zipped(members, day)}
