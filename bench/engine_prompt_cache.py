"""How much sooner the first word comes when the constant beginning of the prompt is in the cache.

Yardstick, in the same run and with the same model: the same prompt with that beginning made new each time, so that all
of it must be read. Prints medians, their ratio, speeds, the time to load and the memory of the child.

    python bench/engine_prompt_cache.py MODEL.gguf [ROUNDS]
"""

import statistics
import sys
import time
from pathlib import Path

from hanse.engines import Weights
from hanse.engines.local import Local
from hanse.records import Message, Usage

RULES = (
    "Du hilfst einem Handwerksbetrieb. Antworte mit der kürzesten Stelle, wörtlich.\n"
    "Text: Die Wartung der Anlage Nord übernimmt Herr Petersen, erreichbar unter 040 1234.\n"
    "Frage: Wer wartet die Anlage Nord?\nAntwort: Herr Petersen\n"
    "Text: Das Angebot 2024-118 ist bis zum 31. Mai gültig, Skonto wird nicht gewährt.\n"
    "Frage: Wie lange gilt das Angebot 2024-118?\nAntwort: bis zum 31. Mai\n"
) * 2
QUESTIONS = (
    ("Der Liefertermin für die Fenster ist der 12. Juni.", "Wann kommen die Fenster?"),
    ("Die Kundin Frau Jansen wünscht Rückruf am Montag.", "Wer wünscht einen Rückruf?"),
    ("Der Stundensatz für Gesellen beträgt 58,50 Euro.", "Was kostet eine Gesellenstunde?"),
    ("Die Gewährleistung endet nach fünf Jahren.", "Wann endet die Gewährleistung?"),
    ("Ausgeführt wurden 42 Quadratmeter Dämmung.", "Wie viel Dämmung wurde ausgeführt?"),
)


def first_word(engine: Local, rules: str, asked: tuple[str, str]) -> tuple[float, float, Usage]:
    """Return seconds to the first word, seconds in all, and the usage."""
    prompt = [Message("system", rules), Message("user", f"Text: {asked[0]}\nFrage: {asked[1]}")]
    began = time.monotonic()
    first = 0.0
    for piece in engine.chat(prompt, max_tokens=24):
        first = first or time.monotonic() - began
        if isinstance(piece, Usage):
            return first, time.monotonic() - began, piece
    raise SystemExit("no usage came")


def run(engine: Local, rounds: int) -> None:
    engine.warm([Message("system", RULES)])
    cold, warm, writing, reading = [], [], [], []
    for n in range(rounds):
        asked = QUESTIONS[n % len(QUESTIONS)]
        # Another first sentence, so that nothing of it is in the cache; then the constant one, in turn.
        first, _, usage = first_word(engine, f"Fall {n}. {RULES}", asked)
        cold.append(first)
        reading.append((usage.prompt_tokens - usage.cached) / usage.prompt_ms * 1000)
        first, _, usage = first_word(engine, RULES, asked)
        warm.append(first)
        writing.append(usage.completion_tokens / usage.completion_ms * 1000)
        print(f"{n}: cold {cold[-1]:.2f} s, cached {warm[-1]:.2f} s ({usage.cached} of {usage.prompt_tokens} tokens)")
    print(f"first word: cold {statistics.median(cold):.2f} s, cached {statistics.median(warm):.2f} s")
    print(f"ratio cold / cached: {statistics.median(cold) / statistics.median(warm):.1f}")
    print(f"reading {statistics.median(reading):.0f} tokens/s, writing {statistics.median(writing):.1f} tokens/s")


def memory(pid: int | None) -> str:
    """Return what the child uses, from /proc; empty on other systems."""
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    wanted = ("VmHWM", "VmRSS", "RssAnon", "RssFile")
    return ", ".join(" ".join(line.split()) for line in lines if line.startswith(wanted))


def main() -> None:
    path = Path(sys.argv[1])
    with Local(Weights(path, path.stem)) as engine:
        began = time.monotonic()
        engine.start()
        print(f"{path.name}: ready in {time.monotonic() - began:.1f} s")
        run(engine, int(sys.argv[2]) if len(sys.argv) > 2 else 5)
        print(memory(engine.pid))


if __name__ == "__main__":
    main()
