"""Writes the firm's texts: handbook, rules, minutes, contracts, offers, and the text questions that they answer."""

from datetime import date, timedelta
from pathlib import PurePosixPath
from random import Random
from typing import Any, NamedTuple

from hanse.samplefirm import data_files, model, paper
from hanse.samplefirm.german import MONTHS, amount, day, plain
from hanse.samplefirm.model import Contract, Employee, Firm, Line, Offer
from hanse.samplefirm.truth import Asked, Expected

OFFERS = 14
OLD = (0, 1, 5)  # contracts whose superseded version lies in the archive
NOTICE = {1: "einem Monat", 2: "zwei Monaten", 3: "drei Monaten", 6: "sechs Monaten"}
VISITS = {1: "eine", 2: "zwei", 4: "vier"}
TIMES = {1: "ein", 2: "zwei", 4: "vier"}
Facts = dict[str, Any]


class Day(date):
    """A date that is written the German way when it is put into a text; "{d:iso}" gives the ISO form."""

    def __format__(self, spec: str) -> str:
        """Return "31.12.2025", or "2025-12-31" for "iso"."""
        return self.isoformat() if spec == "iso" else self.strftime("%d.%m.%Y")


class Written(NamedTuple):
    """A text as it will lie on disk, with the questions that it answers (template set, question)."""

    path: str
    title: str
    text: str
    day: date
    asked: tuple[tuple[str, Asked], ...] = ()


def people(firm: Firm) -> Facts:
    """Return the names that all templates may use, by what the person does."""
    fitters = [e for e in firm.employees if e.role in {"Monteur", "Monteurin"}]
    trainees = [e for e in firm.employees if e.role.startswith("Auszubildende")]
    named: dict[str, Employee] = {
        "chef": firm.role("Geschäftsführer"),
        "kauf": firm.role("Kaufmännische"),
        "meister_h": firm.role("Meister Heizung"),
        "meister_s": firm.role("Meisterin Sanitär"),
        "dienst": firm.role("Kundendienst"),
        "buch": firm.role("Buchhaltung"),
        "lager": firm.role("Lager"),
        "azubi_a": trainees[0],
        "azubi_b": trainees[1],
        "ersthelfer_a": fitters[4],
        "ersthelfer_b": firm.role("Buchhaltung"),
    }
    lines = (f"| {e.short} | {e.name} | {e.role} | {e.extension} | {e.mobile} |" for e in firm.employees)
    years = {
        "year": firm.year,
        "last": firm.year - 1,
        "vorher": firm.year - 3,
        "firma": model.NAME,
        "firma_telefon": model.PHONE,
    }
    return named | {f"m{n}": e for n, e in enumerate(fitters, 1)} | years | {"telefonzeilen": "\n".join(lines)}


def drawn(rng: Random, facts: dict[str, list[Any]]) -> Facts:
    """Return one of the choices for each fact."""
    return {name: rng.choice(choices) for name, choices in facts.items()}


def questions(template: Facts, path: str, facts: Facts) -> tuple[tuple[str, Asked], ...]:
    """Return the template's questions filled with the facts, each with the set that it belongs to."""
    return tuple(
        (
            entry["set"],
            Asked(
                id="",
                kind="text",
                question=entry["ask"].format(**facts),
                expected=Expected(
                    answers=tuple(a.format(**facts) for a in entry["answers"]),
                    decoys=tuple(d.format(**facts) for d in entry.get("decoys", ())),
                    files=(path,),
                ),
                shapes=(PurePosixPath(path).suffix.lstrip("."),),
            ),
        )
        for entry in template.get("question", ())
    )


def written(firm: Firm) -> tuple[Written, ...]:
    """Return all texts."""
    return (*_templates(firm), *_contracts(firm), *_offers(firm))


def files(firm: Firm) -> dict[str, bytes]:
    """Return the files by path."""
    return {w.path: paper.write(w.text, PurePosixPath(w.path).suffix, day=w.day, title=w.title) for w in written(firm)}


def _templates(firm: Firm) -> list[Written]:
    templates = data_files.documents()
    choices = {t["name"]: drawn(Random(f"{firm.seed} {t['name']}"), t.get("facts", {})) for t in templates}
    return [_filled(firm, t, choices[t.get("shared", t["name"])] | choices[t["name"]]) for t in templates]


def _filled(firm: Firm, template: Facts, choice: Facts) -> Written:
    days = {
        name: Day.fromordinal((firm.today - timedelta(days=back)).toordinal())
        for name, back in template.get("days", {}).items()
    }
    facts = people(firm) | choice | days
    path = template["path"].format(**facts)
    when = days.get("d") or date(firm.year - 1, 1, 15)
    return Written(
        path,
        template["title"].format(**facts),
        template["body"].format(**facts),
        when,
        questions(template, path, facts),
    )


def _contracts(firm: Firm) -> list[Written]:
    data = data_files.load("contracts")
    facts = [_agreed(firm, contract, data, variant=n % 3) for n, contract in enumerate(firm.contracts)]
    made = [_contract(f, n, data) for n, f in enumerate(facts)]
    # each question of the template is asked of another contract; some have an older version in the archive
    return [m._replace(asked=m.asked[n : n + 1]) for n, m in enumerate(made)] + [_old(facts[n], data) for n in OLD]


def _agreed(firm: Firm, contract: Contract, data: Facts, *, variant: int) -> Facts:
    rng = Random(f"{firm.seed} {contract.nr}")
    cap, old_cap = rng.sample(data["caps"], 2)
    return people(firm) | {
        "c": contract,
        "k": firm.customer(contract.customer),
        "visits": (VISITS if variant < 2 else TIMES)[contract.visits],
        "fee": amount(contract.fee),
        "month": MONTHS[contract.start.month - 1],
        "notice": NOTICE[contract.notice],
        "start": day(contract.start),
        "key": rng.choice(data["keys"]),
        "cap": cap,
        "liability": rng.choice(data["liabilities"]),
        "old_cap": old_cap,
        "old_fee": amount(contract.fee * 4 / 5),
        "old_response": contract.response + 24,
        "old_penalty": contract.penalty - 10,
        "old_notice": next(words for months, words in NOTICE.items() if months != contract.notice),
    }


def _contract(facts: Facts, n: int, data: Facts) -> Written:
    contract: Contract = facts["c"]
    path = f"vertraege/Wartungsvertrag_{contract.nr}.docx"
    text = data["bodies"][n % 3].format(**facts)
    return Written(path, f"Wartungsvertrag {contract.nr}", text, contract.start, questions(data, path, facts))


def _old(facts: Facts, data: Facts) -> Written:
    contract: Contract = facts["c"]
    path = f"archiv/Wartungsvertrag_{contract.nr}_alt.docx"
    before = date(contract.start.year - 4, contract.start.month, 1)
    return Written(path, f"Wartungsvertrag {contract.nr} (alt)", data["old"].format(**facts), before)


def offers_on_paper(firm: Firm) -> tuple[Offer, ...]:
    """Return the offers that lie as Word files: the latest ones."""
    return firm.offers[-OFFERS:]


def _offers(firm: Firm) -> list[Written]:
    data = data_files.load("offers")
    made = [_offer(firm, offer, data) for offer in offers_on_paper(firm)]
    return [m._replace(asked=m.asked[n // 3 : n // 3 + 1] if n % 3 == 0 else ()) for n, m in enumerate(made)]


def _offer(firm: Firm, offer: Offer, data: Facts) -> Written:
    rng = Random(f"{firm.seed} {offer.nr}")
    rows = "\n".join(_row(line) for line in offer.lines)
    vat = model.money(offer.net * model.VAT)
    facts = people(firm) | {
        "o": offer,
        "k": firm.customer(offer.customer),
        "day": day(offer.day),
        "valid": day(offer.valid),
        "rows": rows,
        "net": amount(offer.net),
        "vat": amount(vat),
        "gross": amount(offer.net + vat),
        "days": rng.randint(3, 15),
        "terms": rng.choice((7, 10, 14)),
        "extra": rng.choice(data["extras"]),
        "missing": rng.choice(data["missing"]),
    }
    path = f"angebote/Angebot_{offer.nr}.docx"
    return Written(path, f"Angebot {offer.nr}", data["body"].format(**facts), offer.day, questions(data, path, facts))


def _row(line: Line) -> str:
    sums = f"{amount(line.price)} | {amount(line.net)}"
    return f"| {line.pos} | {line.article} | {line.text} | {plain(line.quantity)} | {line.unit} | {sums} |"


def text_questions(firm: Firm, which: str) -> list[Asked]:
    """Return the questions of one set ("first" or "held_out") that a document answers."""
    return [asked for w in written(firm) for name, asked in w.asked if name == which]


def source_texts(firm: Firm) -> dict[str, str]:
    """Return the text of every document by path, as the model knows it."""
    return {w.path: w.text for w in written(firm)}
