"""The machine-readable marks on everything that a model may have had a hand in (AI Act, Art. 50(2)).

Three places, so that one survives wherever the answer goes: HTTP header, JSON field, HTML attributes. Sources:
https://schema.org/digitalSourceType, https://cv.iptc.org/newscodes/digitalsourcetype/,
https://datatracker.ietf.org/doc/draft-abaris-aicdh/ (AI-Disclosure, a draft).
"""

from hanse.records import Answer

GENERATED = "https://schema.org/TrainedAlgorithmicMediaDigitalSource"
NONE = {"AI-Generated": "false", "AI-Disclosure": "mode=none"}
COMPUTED = "https://schema.org/DataDrivenMediaDigitalSource"


def headers(model: str) -> dict[str, str]:
    """Return the HTTP headers of something that a model wrote, or may yet write ("": whichever answers)."""
    name = _plain(model or "hanse")
    return {
        "AI-Generated": f'true; model="{name}"',
        "AI-Disclosure": f'mode=machine-generated; model="{name}"; provider="local"',
    }


def headers_of(answer: Answer) -> dict[str, str]:
    """Return the HTTP headers of a whole answer: what a program computed without any model is not marked as AI's."""
    return headers(answer.model) if generated(answer) else NONE


def generated(answer: Answer) -> bool:
    """Return whether a model wrote it; a refusal is the program's, also where a model was asked before."""
    return bool(answer.model) and answer.refused is None


def source_type(answer: Answer) -> str:
    """Return the schema.org kind of what the answer came from: a model, or a program's computation."""
    return GENERATED if generated(answer) else COMPUTED


def fields(answer: Answer, label: str) -> dict[str, object]:
    """Return the JSON fields of an answer. label: the visible notice, in the reader's language."""
    return {
        "ai_generated": generated(answer),
        "digital_source_type": source_type(answer),
        "model": answer.model,
        "label": label,
        "ledger": answer.ledger,
    }


def _plain(text: str) -> str:
    return "".join(c for c in text if c.isascii() and c.isprintable() and c not in '"\\')
