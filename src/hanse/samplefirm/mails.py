"""Writes the firm's mails as .eml, some with attachments, and a few as one mbox; with the questions they answer."""

from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from random import Random
from typing import Any, NamedTuple

from hanse.samplefirm import data_files, invoice_paper, model, paper
from hanse.samplefirm.documents import Facts, drawn, people, questions
from hanse.samplefirm.german import day, plain
from hanse.samplefirm.invoice_paper import ruled
from hanse.samplefirm.model import Customer, Firm, Invoice
from hanse.samplefirm.truth import Asked

BOX = "post/Archiv.mbox"


class Mail(NamedTuple):
    """A mail. path: of its own file, or of the mbox; invoice and letter: what goes with it ("" for nothing)."""

    path: str
    sent: datetime
    sender: tuple[str, str]
    to: tuple[str, str]
    subject: str
    text: str
    invoice: str
    letter: str
    asked: tuple[tuple[str, Asked], ...]


def written(firm: Firm) -> tuple[Mail, ...]:
    """Return all mails by template. No customer writes twice, so that a question about one has one answer."""
    rng = Random(f"{firm.seed} mails")
    writers = _writers(firm, rng)
    templates: list[Facts] = data_files.load("mails")["mail"]
    plan = [(template, n) for template in templates for n in range(template["copies"])]
    return tuple(_mail(firm, rng, (template, n, number), writers) for number, (template, n) in enumerate(plan, 1))


def _writers(firm: Firm, rng: Random) -> dict[str, list[Any]]:
    taken = {c.customer for c in firm.contracts}
    free = [c for c in firm.active if c.kind == "P" and c.nr not in taken]
    rng.shuffle(free)
    by_nr = {c.nr: c for c in free}
    repairs: dict[int, date] = {
        o.customer: o.appointment for o in firm.orders if o.kind == "Reparatur" and o.status == "abgeschlossen"
    }
    bills: dict[int, Invoice] = {
        i.customer: i
        for i in invoice_paper.chosen(firm)
        if i.customer in by_nr and any(ln.article == "L-MON" and ln.quantity > 2 for ln in i.lines)
    }
    invoices = list(bills.values())[:6]
    billed = {i.customer for i in invoices}
    broken = [(by_nr[nr], when) for nr, when in repairs.items() if nr in by_nr and nr not in billed][-6:]
    gone = billed | {c.nr for c, _ in broken}
    return {"invoice": invoices, "repair": broken, "": [c for c in free if c.nr not in gone]}


def _mail(firm: Firm, rng: Random, what: tuple[Facts, int, int], writers: dict[str, list[Any]]) -> Mail:
    template, n, number = what
    sent = firm.today - timedelta(days=rng.randint(3, 320))
    facts = people(firm) | drawn(rng, template.get("facts", {})) | {"letter": ""}
    sent, facts = _subject_matter(firm, template, writers, sent=sent, facts=facts)
    facts |= {
        "until": day(sent + timedelta(days=rng.randint(4, 21))),
        "from": day(date(sent.year, sent.month, 1) + timedelta(days=62)),
    }
    fitter = rng.choice([e for e in firm.employees if e.role.startswith("Monteur")])
    facts |= {
        "fitter": fitter.name,
        "sender": fitter.name,
        "deputy": rng.choice([e.name for e in firm.employees if e != fitter]),
    }
    path = BOX if template.get("box") else f"post/{sent:%Y%m%d}_{number:02d}.eml"
    asked = questions(template, path, facts)
    text = template["body"].strip().format(**facts) + "\n"
    return Mail(
        path=path,
        sent=datetime.combine(sent, time(rng.randint(6, 18), rng.randint(0, 59)), UTC),
        sender=_sender(template, facts),
        to=("Nordlicht Haustechnik", model.MAIL),
        subject=template["subject"].format(**facts),
        text=text,
        invoice=facts["invoice"] if template.get("attach") == "invoice" else "",
        letter=text if template.get("attach") == "letter" else "",
        asked=asked if template["copies"] == 1 else asked[n : n + 1],
    )


def _subject_matter(
    firm: Firm, template: Facts, writers: dict[str, list[Any]], *, sent: date, facts: Facts
) -> tuple[date, Facts]:
    need = template.get("needs", "")
    if isinstance(template["who"], int):
        return sent, facts | {"s": firm.supplier(template["who"])}
    found = writers[need].pop()
    if need == "invoice":
        hours = next(ln.quantity for ln in found.lines if ln.article == "L-MON")
        about = {
            "invoice": found.nr,
            "hours": plain(hours),
            "less": plain(hours - 1),
            "k": firm.customer(found.customer),
        }
        return min(found.day + timedelta(days=4), firm.today), facts | about
    if need == "repair":
        customer, when = found
        return min(when + timedelta(days=3), firm.today), facts | {"k": customer, "when": day(when)}
    return sent, facts | {"k": found, "when": day(sent + timedelta(days=2))}


def _sender(template: Facts, facts: Facts) -> tuple[str, str]:
    if isinstance(template["who"], int):
        return facts["s"].name, f"post@lieferant{template['who']}.example"
    if template["who"] == "inside":
        return facts["sender"], model.MAIL.replace("info", "werkstatt")
    customer: Customer = facts["k"]
    return customer.name, customer.mail


def files(firm: Firm) -> dict[str, bytes]:
    """Return the mails by path; those of the mbox joined by date."""
    mails = written(firm)
    made = {m.path: _bytes(firm, m, n) for n, m in enumerate(mails) if m.path != BOX}
    boxed = sorted(((m.sent, _bytes(firm, m, n)) for n, m in enumerate(mails) if m.path == BOX), key=lambda m: m[0])
    return made | {
        BOX: b"".join(f"From - {sent:%a %b %d %H:%M:%S %Y}\n".encode() + _unix(data) for sent, data in boxed)
    }


def _unix(data: bytes) -> bytes:
    lines = data.replace(b"\r\n", b"\n").split(b"\n")
    return b"\n".join(b">" + line if line.startswith(b"From ") else line for line in lines) + b"\n"


def _bytes(firm: Firm, mail: Mail, n: int) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = f'"{mail.sender[0]}" <{mail.sender[1]}>'
    message["To"] = f'"{mail.to[0]}" <{mail.to[1]}>'
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.sent)
    message["Message-ID"] = f"<{mail.sent:%Y%m%d%H%M}.{n}@post.example>"
    message.set_content(mail.text, charset="iso-8859-1" if n % 3 == 0 else "utf-8", cte="quoted-printable")
    for name, kind, data in _attached(firm, mail):
        message.add_attachment(data, maintype="application", subtype=kind, filename=name)
    if message.is_multipart():
        message.set_boundary(f"=_nordlicht_{n:04d}")
    return message.as_bytes()


def _attached(firm: Firm, mail: Mail) -> list[tuple[str, str, bytes]]:
    if mail.invoice:
        invoice = firm.invoice(mail.invoice)
        return [(f"{mail.invoice}.pdf", "pdf", invoice_paper.pdf(invoice, firm.customer(invoice.customer), ruled))]
    if mail.letter:
        word = "vnd.openxmlformats-officedocument.wordprocessingml.document"
        text = f"# {mail.subject}\n\n{mail.letter}"
        return [("Preisanpassung.docx", word, paper.write(text, ".docx", day=mail.sent.date(), title=mail.subject))]
    return []


def text_questions(firm: Firm, which: str) -> list[Asked]:
    """Return the questions of one set that a mail answers."""
    return [asked for mail in written(firm) for name, asked in mail.asked if name == which]
