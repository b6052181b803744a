"""Writes the samples of print lists; run it in this folder."""

from pathlib import Path

HERE = Path(__file__).parent
NAMES = ("Müller GmbH", "Bäckerei Groß", "Tischlerei Öhm", "Schulze & Söhne", "Hofladen Ährenfeld", "Kfz Yıldız")
PLACES = ("Köln", "Bad Tölz", "Lübeck", "Görlitz", "Frankfurt (Oder)", "Ulm")


def rows(count: int) -> list[tuple[str, str, str, str, int]]:
    return [
        (f"{10001 + 7 * n}", NAMES[n % 6].replace("ı", "i"), PLACES[n % 6], f"{1 + n % 28:02}.{1 + n % 12:02}.2019",
         (n * 73719) % 400000 - 20000)
        for n in range(count)
    ]  # fmt: skip


def euro(cents: int) -> str:
    text = f"{abs(cents) / 100:,.2f}".translate(str.maketrans(",.", ".,"))
    return text + ("-" if cents < 0 else " ")


def line(no: str, name: str, place: str, day: str, amount: str) -> str:
    return f"{no:<9}{name:<22}{place:<18}{day:<11}{amount:>12}"


def pages(data: list[tuple[str, str, str, str, int]], size: int) -> str:
    out, carried = list[str](), 0
    for start in range(0, len(data), size):
        page = start // size + 1
        out += [
            "Hansekontor Meyer KG",
            f"Offene Posten zum 31.12.2019                                    Seite {page}",
            "",
        ]
        out += [line("Kundennr", "Name", "Ort", "Belegdatum", "Betrag EUR"), "=" * 73]
        if carried:
            out.append(line("", "Übertrag", "", "", euro(carried)))
        out += [line(*row[:4], euro(row[4])) for row in data[start : start + size]]
        carried += sum(row[4] for row in data[start : start + size])
        out += ["-" * 73, line("", "Summe" if start + size >= len(data) else "Übertrag", "", "", euro(carried)), "\f"]
    return "\r\n".join(out) + "\r\n\x1a"


def plain() -> str:
    body = [f"{no} {name:<18} {day} {cents:>8}" for no, name, _, day, cents in rows(20)]
    return "\n".join(body) + "\n"


def damaged() -> str:
    body = [line("Nr", "Name", "Ort", "Am", "Betrag"), line("-" * 8, "-" * 21, "-" * 17, "-" * 10, "-" * 11 + " ")]
    body += [line(*row[:4], euro(row[4])) for row in rows(12)]
    body.insert(7, "10038   Schulze & Söhne und Partner Handelsgesellschaft Görlitz 03.03.2019 12,00")
    return "\n".join(body) + "\n"


if __name__ == "__main__":
    (HERE / "offene_posten.lst").write_bytes(pages(rows(24), 10).encode("cp850"))
    (HERE / "ohne_kopf.prn").write_bytes(plain().encode("cp1252"))
    (HERE / "beschaedigt.txt").write_bytes(damaged().encode("utf-8"))
