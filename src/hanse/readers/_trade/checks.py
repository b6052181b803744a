"""Control figures of trade files: each becomes a check, and one that fails a warning as well."""

from decimal import Decimal

from hanse.readers._trade.cells import NOWHERE, Notes
from hanse.records import Check, Place
from hanse.words import Words

Figure = Decimal | int | None


class Checks:
    """The checks of one reading."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self.done: list[Check] = []

    def equal(self, code: str, what: Words, stated: Figure, counted: Figure, place: Place = NOWHERE) -> None:
        """Check that a stated figure is what the rows give; untested when one of them is missing."""
        held = None if stated is None or counted is None else stated == counted
        self._add(
            code, what, held, ("" if stated is None else f"{stated}", "" if counted is None else f"{counted}"), place
        )

    def every(self, code: str, what: Words, count: int, wrong: list[tuple[Place, str, str]]) -> None:
        """Check something of many rows. wrong: (place, stated, counted) of those where it doesn't hold."""
        name = f"{self._notes.reader}.{code}"
        place = wrong[0][0] if wrong else NOWHERE
        held = None if count == 0 else not wrong
        self.done.append(Check(name, what, held, f"{count}", f"{count - len(wrong)}", place))
        for where, stated, counted in wrong:
            self._tell(code, what, stated, counted, where)

    def holds(self, code: str, what: Words, *, held: bool, place: Place = NOWHERE) -> None:
        """Check something that holds or doesn't, without figures."""
        self.done.append(Check(f"{self._notes.reader}.{code}", what, held, place=place))
        if not held:
            words = Words(
                f"{what.de}: trifft nicht zu. Beim Absender nachfragen.", f"{what.en}: is not so. Ask the sender."
            )
            self._notes.say(code, "warning", words, place)

    def _add(self, code: str, what: Words, held: bool | None, pair: tuple[str, str], place: Place) -> None:  # noqa: FBT001
        stated, counted = pair
        self.done.append(Check(f"{self._notes.reader}.{code}", what, held, stated, counted, place))
        if held is False:
            self._tell(code, what, stated, counted, place)

    def _tell(self, code: str, what: Words, stated: str, counted: str, place: Place) -> None:
        words = Words(
            f"{what.de}: in der Datei steht {stated}, die Zeilen ergeben {counted}. Beim Absender nachfragen.",
            f"{what.en}: the file says {stated}, the rows give {counted}. Ask the sender.",
        )
        self._notes.say(code, "warning", words, place)


def plain(amount: Decimal) -> str:
    """Return a number as people write it in a file: no exponent, no needless zeros behind the point."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
