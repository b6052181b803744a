# ruff: noqa: E501 - tables of fields read best in rows
"""Writes the VDA samples from the public record descriptions (layout written out here anew). Run: python make.py."""

from pathlib import Path

HERE = Path(__file__).parent
LENGTH = 128
# record: (field, length, "t" text left | "n" digits right), in order
LAYOUT: dict[str, list[tuple[str, int, str]]] = {
    "511": [("empf", 9, "t"), ("send", 9, "t"), ("alt", 5, "n"), ("neu", 5, "n"), ("datum", 6, "n"), ("null", 6, "n")],
    "512": [
        ("werk", 3, "t"), ("nr", 9, "t"), ("datum", 6, "n"), ("altnr", 9, "t"), ("altdatum", 6, "n"), ("kunde", 22, "t"),
        ("lief", 22, "t"), ("bestell", 12, "t"), ("ablade", 5, "t"), ("zeichen", 4, "t"), ("einheit", 2, "t"),
        ("intervall", 1, "t"), ("fertig", 1, "t"), ("material", 1, "t"), ("verw", 1, "t"), ("konto", 7, "t"), ("lager", 7, "t"),
    ],
    "513": [("erfasst", 6, "n"), ("ls", 8, "t"), ("lsdatum", 6, "n"), ("menge", 12, "n"), ("fz", 10, "n")],
    "514": [],
    "517": [("kunde", 22, "t"), ("lief", 22, "t"), ("fasst", 7, "n")],
    "518": [("text1", 40, "t"), ("text2", 40, "t"), ("text3", 40, "t")],
    "711": [("empf", 9, "t"), ("send", 9, "t"), ("alt", 5, "n"), ("neu", 5, "n"), ("datum", 6, "n")],
    "712": [
        ("slb", 8, "t"), ("werk", 3, "t"), ("ff", 14, "t"), ("datum", 6, "n"), ("zeit", 4, "t"), ("brutto", 7, "n"),
        ("netto", 7, "n"), ("frankatur", 2, "t"), ("dfue", 1, "t"), ("stueck", 4, "n"), ("partner", 14, "t"),
        ("mittel", 2, "t"), ("kennzeichen", 25, "t"), ("folge", 1, "t"), ("eintreff", 6, "n"), ("eintreffzeit", 4, "t"),
        ("lademeter", 3, "n"), ("lkw", 1, "t"),
    ],
    "713": [
        ("ls", 8, "t"), ("datum", 6, "n"), ("ablade", 5, "t"), ("art", 2, "t"), ("zeichen", 4, "t"), ("bestell", 12, "t"),
        ("vorgang", 2, "t"), ("leer", 4, "t"), ("werk", 3, "t"), ("konsi", 8, "t"), ("waren", 9, "t"), ("leer2", 1, "t"),
        ("lager", 7, "t"), ("lief", 9, "t"), ("verbrauch", 14, "t"), ("abruf", 4, "t"), ("kunde", 9, "t"), ("dok", 14, "t"),
    ],
    "714": [
        ("kunde", 22, "t"), ("lief", 22, "t"), ("land", 3, "t"), ("menge", 13, "n"), ("einheit", 2, "t"), ("menge2", 13, "n"),
        ("einheit2", 2, "t"), ("ust", 3, "n"), ("leer", 1, "t"), ("pos", 3, "n"), ("abruf", 1, "t"), ("charge", 15, "t"),
    ],
    "715": [
        ("kunde", 22, "t"), ("lief", 22, "t"), ("anzahl", 13, "n"), ("pos", 3, "n"), ("fuell", 13, "n"), ("von", 9, "t"),
        ("bis", 9, "t"), ("mass", 12, "t"), ("stapel", 1, "t"),
    ],
    "716": [("text1", 40, "t"), ("text2", 40, "t"), ("text3", 40, "t")],
    "718": [("text", 80, "t")],
}  # fmt: skip
ORDERS = {"519": "511 512 513 514 517 518 519 515", "719": "711 712 713 714 715 716 718 719 717"}


def record(tag: str, calls: list[tuple[str, int]] | None = None, **fields: object) -> str:
    """Return a record of 128 characters; calls: pairs of date and quantity behind the other fields."""
    text = f"{tag}02"
    for name, length, kind in LAYOUT[tag]:
        value = str(fields.get(name, ""))
        text += value.ljust(length) if kind == "t" else value.rjust(length, "0")
    for day, quantity in calls or []:
        text += f"{day}{quantity:09}"
    return text.ljust(LENGTH)


def closed(records: list[str]) -> list[str]:
    """Return the records with the closing one, whose counters are right."""
    tag = f"{records[0][0]}19"
    tags = [*(r[:3] for r in records), tag]
    counters = "".join(f"{tags.count(kind):07}" for kind in ORDERS[tag].split())
    return [*records, f"{tag}02{counters}".ljust(LENGTH)]


def call_off() -> list[str]:
    """Return a call-off with two articles: backlog, immediate need, days, weeks, months, no need."""
    return closed([
        record("511", empf="0815471", send="KRONE BRE", alt=116, neu=117, datum="261103", null="260101"),
        record("512", werk="04", nr="240117", datum="261103", altnr="240116", altdatum="261027", kunde="A 960 997 02 77",
               lief="HM-20-116", bestell="5500353441", ablade="T7", zeichen="DM4", einheit="ST", fertig="1", lager="HRL-2"),
        record("513", [("333333", 400), ("444444", 200), ("261109", 3200), ("261116", 3200), ("261123", 3200)],
               erfasst="261028", ls="90102", lsdatum="261027", menge=3200000, fz=41600),
        record("514", [("260050", 6400), ("260052", 3200), ("270100", 12800), ("270200", 9600), ("555555", 0),
                       ("270912", 12000), ("999999", 5000), ("000000", 0)]),
        record("517", kunde="KLT 6428", lief="K6428", fasst=200),
        record("518", text1="BITTE NUR KLT MIT DECKEL", text2="RUECKFRAGEN AN DISPO DM4"),
        record("512", werk="04", nr="240118", datum="261103", altnr="240115", altdatum="261020", kunde="A 960 997 03 11",
               lief="HM-77-002", bestell="5500353442", ablade="T7", zeichen="DM4", einheit="M"),
        record("513", [("222222", 0), ("000000", 0), ("000000", 0), ("000000", 0), ("000000", 0)],
               erfasst="260915", ls="88771", lsdatum="260914", menge=12500, fz=980),
    ])  # fmt: skip


def delivery() -> list[str]:
    """Return two delivery notes on one transport."""
    return closed([
        record("711", empf="KRONE BRE", send="0815471", alt=41, neu=42, datum="261207"),
        record("712", slb="00001177", werk="001", ff="DSV FRACHT", datum="261207", zeit="1430", brutto=412, netto=380,
               frankatur="01", dfue="J", stueck=6, partner="4711-DSV", mittel="01", kennzeichen="HB-HM 2026",
               eintreff="261208", eintreffzeit="0600", lademeter=24),
        record("713", ls="90177", datum="261207", ablade="T7", art="01", zeichen="DM4", bestell="5500353441", werk="04",
               lief="0815471", verbrauch="MONTAGE 3", abruf="0117", kunde="KRONE BRE"),
        record("714", kunde="A 960 997 02 77", lief="HM-20-116", land="DE", menge=3200000, einheit="ST", ust=190, pos=1,
               abruf="S", charge="B-2611"),
        record("715", kunde="KLT 6428", lief="K6428", anzahl=16, pos=1, fuell=200000, von="100000017", bis="100000032", stapel="4"),
        record("713", ls="90178", datum="261207", ablade="T7", art="01", zeichen="DM4", bestell="5500353442", werk="04",
               lief="0815471", kunde="KRONE BRE"),
        record("714", kunde="A 960 997 03 11", lief="HM-77-002", land="DE", menge=12500, einheit="M", ust=190, pos=1),
        record("716", text1="LANGGUT, AUF GESTELL", text2="GESTELL ZURUECK"),
        record("718", text="REFERENZ 4711 OHNE AUFBAU"),
    ])  # fmt: skip


def make() -> None:
    """Write all samples beside this file."""
    write("abruf_zeilen.vda", "\r\n".join(call_off()) + "\r\n")
    write("abruf_ohne_umbruch.vda", "".join(call_off()))
    write("lieferschein_kurze_zeilen.vda", "\n".join(r.rstrip() for r in delivery()) + "\n")
    (HERE / "lieferschein_ebcdic.vda").write_bytes("".join(delivery()).encode("cp273"))
    damaged = call_off()
    damaged[2] = damaged[2].replace("261116", "261336").replace("0000041600", "00000416X0")
    del damaged[5]
    text = "".join(damaged[:2]) + damaged[2][:120] + "".join(damaged[3:6]) + "\x00KAPUTT\x00" + "".join(damaged[6:])
    write("abruf_beschaedigt.vda", text)
    write("abruf_abgeschnitten.vda", "".join(call_off())[: 4 * LENGTH + 60])


def write(name: str, text: str) -> None:
    """Write one sample as it is, without changing line ends."""
    (HERE / name).write_bytes(text.encode("ascii"))


if __name__ == "__main__":
    make()
