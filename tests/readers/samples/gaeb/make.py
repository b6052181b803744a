"""Writes the line-based GAEB samples anew, byte for byte the same each time: python make.py.

The writers are also what the property tests write with before they read. Columns: readers/gaeb/fixed.py.
"""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
MASK = "1122PPPPI"
WIDTHS = (2, 2, 4, 1)


class Item(NamedTuple):
    """An item of a bill of quantities: groups and number, texts, quantity, unit, prices."""

    groups: tuple[str, ...]
    number: str
    short: str
    long: tuple[str, ...]
    quantity: Decimal
    unit: str
    price: Decimal | None = None
    total: Decimal | None = None
    variant: str = ""
    kinds: str = "NNN"


def padded(item: Item) -> str:
    """Return the ordinal number in the nine columns of the mask."""
    levels = [*item.groups, *[""] * (2 - len(item.groups)), item.number, item.variant]
    return "".join(part.ljust(width)[:width] for part, width in zip(levels, WIDTHS, strict=True))


def digits(number: Decimal, places: int, width: int) -> str:
    return f"{int(number.scaleb(places)):0{width}d}"


def gaeb90(
    items: Iterable[Item], titles: dict[tuple[str, ...], str], *, phase: str = "83", total: Decimal | None = None
) -> bytes:
    """Return a GAEB 90 file: 80 columns, running numbers, CP850."""
    items = list(items)
    bodies = [f"{'00':<10}{phase}L{'':49}{MASK}90", f"01{'Neubau Kita Amselweg':<40}24.11.26"]
    bodies += ["02Kita Amselweg, Rohbau und Ausbau", "03Stadt Lübeck, Hochbauamt", "04Bau & Söhne GmbH", "08EUREuro"]
    opened: list[tuple[str, ...]] = []
    for item in items:
        for depth in range(1, len(item.groups) + 1):
            group = item.groups[:depth]
            if group not in opened and phase != "84":
                opened.append(group)
                bodies += [f"11{''.join(group):<9}N", f"12{titles.get(group, '')}"]
        bodies += list(body90(item, phase))
    bodies.append(f"99{'' if total is None else digits(total, 2, 14):<66}{len(items):06d}")
    lines = [f"{body[:74]:<74}{number:06d}" for number, body in enumerate(bodies, 1)]
    return ("\r\n".join(lines) + "\r\n").encode("cp850") + b"\x1a"


def body90(item: Item, phase: str) -> Iterable[str]:
    if phase != "84":
        yield f"21{padded(item)}{item.kinds:<3}{'':9}{digits(item.quantity, 3, 11)}{item.unit:<4}"
        yield f"25{item.short}"
        yield from (f"26{line}" for line in item.long)
    if item.price is not None:
        price = digits(item.price, 3, 11)
        total = "" if item.total is None else digits(item.total, 2, 12)
        yield f"23{padded(item)} {price[:10]}{price[10]} {total}"


def german(number: Decimal) -> str:
    return f"{number}".replace(".", ",")


def gaeb2000(items: Iterable[Item], titles: dict[tuple[str, ...], str], *, phase: str = "84") -> bytes:
    """Return a GAEB 2000 file in Windows letters."""
    head = [
        "#begin[GAEB]", " #begin[GAEBInfo]", "  [Version]1.2[end]", "  [Datum]24.11.2026[end]", " #end[GAEBInfo]",
        " #begin[PrjInfo]", "  [Name]2026-117[end]", "  [Bez]Kita Amselweg[end]", "  [Wae]EUR[end]", " #end[PrjInfo]",
        " #begin[Vergabe]", f"  [DP]{phase}[end]", "  #begin[AG]", "   #begin[Adresse]", "    [Name1]Stadt Lübeck[end]",
        "    [Ort]Lübeck[end]", "   #end[Adresse]", "  #end[AG]", "  #begin[LV]", "   #begin[LVInfo]",
        "    [Name]Kita Rohbau[end]", "   #end[LVInfo]",
    ]  # fmt: skip
    body: list[str] = []
    opened: tuple[str, ...] = ()
    for item in items:
        opened = move(body, opened, item.groups, titles)
        body += item2000(item)
    move(body, opened, (), titles)
    lines = [*head, *body, "  #end[LV]", " #end[Vergabe]", "#end[GAEB]"]
    return ("\r\n".join(lines) + "\r\n").encode("cp1252")


def move(
    body: list[str], opened: tuple[str, ...], wanted: tuple[str, ...], titles: dict[tuple[str, ...], str]
) -> tuple[str, ...]:
    same = 0
    while same < min(len(opened), len(wanted)) and opened[same] == wanted[same]:
        same += 1
    body += ["   #end[LVBereich]"] * (len(opened) - same)
    for depth in range(same, len(wanted)):
        group = wanted[: depth + 1]
        body += ["   #begin[LVBereich]", f"    [OZ]{''.join(group)}[end]", f"    [Bez]{titles.get(group, '')}[end]"]
    return wanted


def item2000(item: Item) -> list[str]:
    lines = ["    #begin[Position]", f"     [OZ]{''.join(item.groups)}{item.number}[end]"]
    lines += [f"     [Menge]{german(item.quantity)}[end]", f"     [ME]{item.unit}[end]"]
    lines += [] if item.price is None else [f"     [EP]{german(item.price)}[end]"]
    lines += [] if item.total is None else [f"     [GB]{german(item.total)}[end]"]
    lines += ["     #begin[Beschreibung]", f"      [Kurztext]{item.short}[end]"]
    if item.long:
        lines += ["      [Langtext]" + item.long[0], *item.long[1:], "      [end]"]
    return [*lines, "     #end[Beschreibung]", "    #end[Position]"]


TITLES = {
    ("01",): "Rohbau",
    ("01", "01"): "Erdarbeiten für die Gründung",
    ("01", "02"): "Maurerarbeiten",
    ("02",): "Ausbau",
}


def sample() -> list[Item]:
    d = Decimal
    earth, walls = ("01", "01"), ("01", "02")
    return [
        Item(earth, "0010", "Oberboden abtragen", ("Oberboden DIN 18300,", "seitlich lagern (größere Flächen)."),
             d("150.000"), "m2", d("4.953"), d("742.95")),
        Item(earth, "0020", "Baugrube ausheben", ("Bodenklasse 3 bis 5.",), d("82.500"), "m3",
             d("18.90"), d("1559.25")),
        Item(earth, "0020", "Baugrube ausheben, Fels", (), d("12.250"), "m3", d("64.00"), d("784.00"), variant="1"),
        Item(walls, "0010", "Mauerwerk 17,5 cm", (), d("96.000"), "m2", d("71.35"), d("6849.60")),
        Item(walls, "0020", "Mauerwerk 24 cm statt 17,5", (), d("96.000"), "m2", d("88.10"), d("8457.60"), kinds="ANN"),
        Item(("02",), "0010", "Innenputz", ("Kalkzementputz.",), d("310.000"), "m2", d("23.75"), d("7362.50")),
        Item(("02",), "0020", "Gerüst vorhalten", (), d("4.000"), "Wo", d("120.00"), kinds="NBN"),
    ]  # fmt: skip


def main() -> None:
    items = sample()
    total = Decimal("17298.30")
    (HERE / "kita.d83").write_bytes(gaeb90([i._replace(price=None, total=None) for i in items], TITLES))
    (HERE / "kita.d84").write_bytes(gaeb90(items, TITLES, phase="84", total=total + Decimal("8457.60")))
    (HERE / "kita.d86").write_bytes(gaeb90(items, TITLES, phase="86", total=total))
    whole = gaeb90(items, TITLES, phase="86", total=total).split(b"\r\n")
    whole[12] = whole[12].replace(b"0000", b"00X0", 1)
    (HERE / "beschaedigt.d86").write_bytes(b"\r\n".join([*whole[:9], *whole[10:20], b"77Eigener Satz"]) + b"\r\n")
    numbered = [i for i in items if not i.variant and i.kinds == "NNN"]
    (HERE / "kita.p84").write_bytes(gaeb2000(numbered, TITLES))
    (HERE / "abgeschnitten.p84").write_bytes(gaeb2000(numbered, TITLES)[:1500])


if __name__ == "__main__":
    main()
