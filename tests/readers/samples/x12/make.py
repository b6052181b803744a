"""Writes the X12 samples: one interchange per kind of document, one damaged. Run: python make.py."""

from pathlib import Path

HERE = Path(__file__).parent


def interchange(group: str, sets: list[list[str]], *, version: str = "004010", eol: str = "\n") -> str:
    """Return an interchange with right counts around transaction sets (segments without ST and SE)."""
    lines = [
        "ISA*00*          *00*          *ZZ*KRONE-US       *01*315204870      *261103*0915*U*00401*000000417*0*P*>",
        f"GS*{group}*KRONE-US*315204870*20261103*0915*41*X*{version}",
    ]
    for number, body in enumerate(sets, 1):
        control = f"{number:04}"
        kind, *segments = body
        lines += [f"ST*{kind}*{control}", *segments, f"SE*{len(segments) + 2}*{control}"]
    lines += [f"GE*{len(sets)}*41", "IEA*1*000000417"]
    return "".join(f"{line}~{eol}" for line in lines)


ORDER = [
    "850",
    "BEG*00*SA*PO-77120**20261103**C-2025-14",
    "CUR*BY*USD",
    "PER*BD*Dana Whitfield*TE*+1 704 555 0142*EM*d.whitfield@krone-us.example",
    "SAC*C*D240***4500*****06*****Freight",
    "ITD*01*3*2**10**30*****2% 10 days, net 30",
    "DTM*002*20261201",
    "N1*BY*Krone Conveyor Inc.*92*100200",
    "N3*4400 Carmel Road",
    "N4*Charlotte*NC*28226*US",
    "N1*SE*Holz & Metall Weser GmbH*91*700815",
    "N3*Am Deich 12",
    "N4*Bremen**28199*DE",
    "N1*ST*Krone Plant 2*92*P2",
    "N3*810 Dock Street",
    "N4*Savannah*GA*31401*US",
    "PO1*10*250*EA*4.15*PE*BP*KC-4711*VP*HM-20-116*EN*4012345000016",
    "PID*F****Bracket, zinc plated, left",
    "DTM*002*20261208",
    "PO1*20*12.5*MR*31*PE*BP*KC-0815*VP*HM-77-002",
    "PID*F****Guide rail 40x20",
    "CTT*2*262.5",
]
NOTICE = [
    "856",
    "BSN*00*LS-90177*20261207*1015*0001",
    "DTM*011*20261207",
    "HL*1**S",
    "TD1*PLT*2****G*412*KG",
    "TD5**2*DSVF",
    "N1*SF*Holz & Metall Weser GmbH*91*700815",
    "N1*ST*Krone Plant 2*92*P2",
    "HL*2*1*O",
    "PRF*PO-77120***20261103",
    "HL*3*2*P",
    "MAN*GM*340123450000000017",
    "HL*4*3*I",
    "LIN*10*BP*KC-4711*VP*HM-20-116*LT*B-2611",
    "SN1**200*EA**250*EA",
    "PID*F****Bracket, zinc plated, left",
    "HL*5*2*I",
    "LIN*20*BP*KC-0815*VP*HM-77-002",
    "SN1**12.5*MR**12.5*MR",
    "CTT*5",
]
INVOICE = [
    "810",
    "BIG*20261208*RE-26-3301*20261103*PO-77120***DI",
    "CUR*SE*USD",
    "REF*PK*LS-90177",
    "N1*SE*Holz & Metall Weser GmbH*91*700815",
    "N1*BT*Krone Conveyor Inc.*92*100200",
    "ITD*01*3*2**10*20270107*30*****2% 10 days, net 30",
    "IT1*10*200*EA*4.15*PE*BP*KC-4711*VP*HM-20-116",
    "PID*F****Bracket, zinc plated, left",
    "IT1*20*12.5*MR*31*PE*BP*KC-0815*VP*HM-77-002",
    "PID*F****Guide rail 40x20",
    "TDS*126250",
    "SAC*C*D240***4500*****06*****Freight",
    "CTT*2*212.5",
]
CREDIT = [
    "810",
    "BIG*20261215*GS-26-0041*20261103*PO-77120***CN",
    "CUR*SE*USD",
    "N1*SE*Holz & Metall Weser GmbH*91*700815",
    "N1*BT*Krone Conveyor Inc.*92*100200",
    "IT1*10*20*EA*4.15*PE*BP*KC-4711*VP*HM-20-116",
    "TDS*8300",
    "CTT*1*20",
]
FORECAST = [
    "830",
    "BFR*05*LAB-118**DL*A*20261102*20270131*20261102**C-2025-14*PO-90001",
    "N1*BY*Krone Conveyor Inc.*92*100200",
    "N1*ST*Krone Plant 2*92*P2",
    "LIN*1*BP*KC-4711*VP*HM-20-116",
    "UIT*EA",
    "REF*DK*DOCK 7",
    "ATH*FI*20261130*5200**20260101",
    "FST*400*C*D*20261109",
    "FST*1200*C*W*20261116",
    "FST*5000*D*M*20261201*20261231",
    "SHP*01*400*050*20261028",
    "REF*SI*LS-90102",
    "SHP*02*4800*051*20260101**20261028",
    "CTT*1",
]
RECEIPT = ["997", "AK1*PO*41", "AK2*850*0001", "AK5*A", "AK9*A*1*1*1"]


def make() -> None:
    """Write all samples beside this file."""
    write("bestellung.x12", interchange("PO", [ORDER]))
    write("lieferavis.x12", interchange("SH", [NOTICE], eol=""))
    write("rechnung_gutschrift.x12", interchange("IN", [INVOICE, CREDIT]))
    write("lieferabruf.x12", interchange("PS", [FORECAST], eol="\r\n"))
    write("quittung.x12", interchange("FA", [RECEIPT]))
    whole = (
        interchange("PO", [ORDER, ORDER]).replace("PO1*20*12.5*", "PO1*20*12,5x*").replace("SE*23*0001", "SE*24*0001")
    )
    write("beschaedigt.x12", whole[: whole.rindex("CTT*2")] + "CT")


def write(name: str, text: str) -> None:
    """Write one sample as it is, without changing line ends."""
    (HERE / name).write_bytes(text.encode("ascii"))


if __name__ == "__main__":
    make()
