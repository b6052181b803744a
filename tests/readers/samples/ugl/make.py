"""Writes the UGL samples anew, byte for byte the same each time: python make.py.

The writers are also what the property tests write with before they read. Columns: readers/ugl/layout.toml.
"""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent


def number(value: Decimal, width: int, places: int) -> str:
    """Return a number right-justified with leading zeros, decimals implied."""
    return f"{int(value.scaleb(places)):0{width}d}"


def kop(kind: str, request: str, *, operation: str = "", text: str = "", delivery: str = "20261201") -> str:
    head = f"KOP{'4711':<10}{'GC01':<10}{kind:<2}{request:<15}{text:<50}{operation:<15}{delivery:<8}EUR04.00"
    return f"{head}{'Jürgen Groß':<40}20261124"


def adr(name: str, street: str, code: str, town: str) -> str:
    return f"ADR{name:<30}{'':30}{'':30}{street:<30}{'':3}{code:<6}{town:<30}"


def poa(  # noqa: PLR0913  # as many as the record has fields
    position: int,
    article: str,
    quantity: Decimal,
    names: tuple[str, str],
    price: Decimal,
    *,
    per: str = "0",
    net: Decimal = Decimal(0),
    discounts: tuple[Decimal, Decimal] = (Decimal(0), Decimal(0)),
    unit: str = "Stk",
    flags: str = " HN",
) -> str:
    amounts = (
        f"{number(price, 11, 2)}{per:<1}{number(net, 11, 2)}{number(discounts[0], 5, 2)}{number(discounts[1], 5, 2)}"
    )
    texts = f"{names[0]:<40}{names[1]:<40}"
    return f"POA{position:010d}{0:010d}{article:<15}{number(quantity, 11, 3)}{texts}{amounts}{'':18}{flags}{unit:<3} L"


def pot(position: int, *texts: str) -> str:
    return f"POT{position:010d}{0:010d}{''.join(f'{text:<40}' for text in texts)}"


def poz(position: int, kind: str, name: str, rate: Decimal, net: Decimal) -> str:
    return f"POZ{position:010d}{0:010d}{kind:<2}{name:<80}{number(rate, 11, 2)}{number(net, 11, 2)}"


def rgd(invoice: str, gross: Decimal, tax: Decimal, net: Decimal) -> str:
    """Return an invoice record: amounts, one cash discount, the day it is due."""
    amounts = f"{number(gross, 11, 2)}{number(tax, 11, 2)}01900{number(net, 11, 2)}"
    terms = f"{number(Decimal(10), 11, 2)}00200{20261204}{'':0<11}{'':0<5}{'':0<8}{20261224}{number(gross, 11, 2)}"
    return f"RGD{invoice:<10}RG20261124EUR{amounts}{terms}"


def file(records: Iterable[str], encoding: str = "cp850") -> bytes:
    """Return the records, each of 200 characters and CRLF."""
    return "".join(f"{record:<200}\r\n" for record in records).encode(encoding)


def order() -> list[str]:
    d = Decimal
    return [
        kop("BE", "B-2026-0815", text="BV Kita Amselweg, Heizungsraum"),
        adr("Heizungsbau Groß", "Mühlenstraße 4", "23552", "Lübeck"),
        pot(1, "bitte zuerst liefern", "Wareneingang über den Hof"),
        poa(1, "HZG-1000", d("2.000"), ("Heizungspumpe 25-60", "hocheffizient"), d("189.50"), net=d("284.25"),
            discounts=(d(25), d(0))),
        poa(2, "CU15", d("25.000"), ("Kupferrohr 15x1", "in Stangen"), d("795.00"), per="2", net=d("159.00"),
            unit="MTR", discounts=(d(20), d(0))),
        poz(2, "CU", "Kupferzuschlag", d("8.15"), d("11.20")),
        poa(3, "DICHT", d("100.000"), ("Dichtungen 1/2 Zoll", ""), d("4.20"), per="1", flags="AHJ"),
        f"END{'Rückfragen bitte an Herrn Groß':<40}",
    ]  # fmt: skip


def main() -> None:
    (HERE / "bestellung.ugl").write_bytes(file(order()))
    wrong = order()
    wrong[0] = kop("AB", "B-2026-0815", operation="000000000778899")
    wrong[3] = wrong[3].replace("00000028425", "00000028524").replace("00000002000", "0000000X000")
    (HERE / "beschaedigt.ugl").write_bytes(
        file([*wrong[:5], "XYZ unbekannt", wrong[6].replace("00000000420", "00000000420")])
    )
    bill = [
        rgd("R7788", Decimal("527.47"), Decimal("84.22"), Decimal("443.25")),
        kop("AB", "B-2026-0815", operation="000000000778899"),
        *order()[3:5],
        kop("AB", "B-2026-0822", operation="000000000779001"),
        order()[6],
        "END",
    ]
    (HERE / "rechnung.ugl").write_bytes(file(bill))
    confirmed = [kop("AB", "B-2026-0815", operation="000000000778899"), *order()[3:4], "END"]
    (HERE / "bestaetigung_kurze_saetze.ugl").write_bytes("\n".join(confirmed).encode("cp1252"))


if __name__ == "__main__":
    main()
