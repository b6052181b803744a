import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import msgspec
import pytest

from hanse.engines import Limits, Weights, dialect, local
from hanse.engines.local import Local
from hanse.errors import TooBig, Unreachable, Unreadable
from hanse.records import Message, Usage

pytestmark = [pytest.mark.slow, pytest.mark.model, pytest.mark.enable_socket]

RULES = Message("system", "Du hilfst einem Handwerksbetrieb. " + "Antworte kurz und nenne die Stelle. " * 8)
SCHEMA = {
    "type": "object",
    "properties": {"stadt": {"type": "string", "maxLength": 20}, "hauptstadt": {"type": "boolean"}},
    "required": ["stadt", "hauptstadt"],
    "additionalProperties": False,
}


def ask(text: str) -> list[Message]:
    return [RULES, Message("user", text)]


def usage_of(engine: Local, text: str, max_tokens: int = 1) -> Usage:
    *_, last = engine.chat(ask(text), max_tokens=max_tokens)
    assert isinstance(last, Usage)
    return last


def is_busy(engine: Local) -> bool:
    child = engine._child
    assert child is not None
    return any(slot["is_processing"] for slot in child.http.get("/slots").json())


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return not Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split(")")[1].startswith(" Z")


def wait_until_gone(pid: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end and is_alive(pid):
        time.sleep(0.05)
    return not is_alive(pid)


def test_a_reply_comes_in_pieces_and_ends_with_what_it_took(engine: Local) -> None:
    *pieces, usage = engine.chat(ask("Zähle."), max_tokens=20, grammar='root ::= "eins zwei drei vier fünf"')
    assert len(pieces) > 4
    assert "".join(str(piece) for piece in pieces) == "eins zwei drei vier fünf"
    assert isinstance(usage, Usage)
    assert len(pieces) <= usage.completion_tokens <= 20
    assert usage.completion_ms > 0


def test_a_reply_bound_to_a_schema_is_json_without_white_space(engine: Local) -> None:
    *pieces, _ = engine.chat(ask("Ist Rom eine Hauptstadt?"), max_tokens=60, schema=SCHEMA)
    text = "".join(str(piece) for piece in pieces)
    reply = json.loads(text)
    assert set(reply) == {"stadt", "hauptstadt"}
    assert text == json.dumps(reply, ensure_ascii=False, separators=(",", ":"))


def test_an_open_schema_is_left_to_the_server_and_still_binds(engine: Local) -> None:
    open_schema = {"type": "object", "properties": {"n": {"type": "integer", "minimum": 3, "maximum": 5}}}
    *pieces, _ = engine.chat(ask("Eine Zahl, bitte."), max_tokens=40, schema=open_schema)
    assert json.loads("".join(str(piece) for piece in pieces)).get("n", 3) in {3, 4, 5}


def test_a_constant_beginning_is_read_once(engine: Local) -> None:
    engine.warm([RULES])
    usage = usage_of(engine, "Was kostet die Dämmung?")
    assert usage.cached > usage.prompt_tokens / 2
    assert usage.cached < usage.prompt_tokens


def test_two_constant_beginnings_in_turn_both_stay_in_the_cache(engine: Local) -> None:
    other = Message("system", "Wähle die Lesart. " + "Beispiel: Umsatz je Kunde. " * 10)
    engine.warm([RULES])
    engine.warm([other])
    usage_of(engine, "Wer hat bestellt?")
    *_, again = engine.chat([other, Message("user", "Umsatz je Artikel")], max_tokens=1)
    assert isinstance(again, Usage)
    assert again.cached > again.prompt_tokens / 2


def test_a_choice_is_one_of_the_options_with_probabilities(engine: Local) -> None:
    choice = engine.choose([Message("user", "Was ist die Hauptstadt von Italien?")], ["Paris", "Rom", "Berlin"])
    assert sum(choice.probabilities) == pytest.approx(1.0)
    assert max(choice.probabilities) == choice.probabilities[choice.index]
    assert choice.usage.completion_tokens == 1


def test_twelve_options_get_letters(engine: Local) -> None:
    choice = engine.choose([Message("user", "Wähle einen Buchstaben.")], [f"Möglichkeit {n}" for n in range(12)])
    assert 0 <= choice.index < 12
    assert len(choice.probabilities) == 12


def test_an_engine_that_is_closed_while_it_loads_ends_at_once_and_for_good(small: Weights) -> None:
    own = Local(small)
    with ThreadPoolExecutor(2) as threads:
        waiting = [threads.submit(own.start) for _ in range(2)]
        while own._loading is None:
            time.sleep(0.001)
        own.close()
        assert all(isinstance(one.exception(), Unreachable) for one in waiting)
    assert own.pid is None


def test_closing_a_reply_frees_the_engine_for_the_next(engine: Local) -> None:
    reply = engine.chat(ask("Erzähle eine lange Geschichte."), max_tokens=2000)
    next(reply)
    assert is_busy(engine)
    reply.close()
    end = time.monotonic() + 10  # writing the 2,000 tokens would take a minute and more
    while is_busy(engine) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_busy(engine)


def test_closing_while_the_prompt_is_read_frees_the_engine_too(engine: Local) -> None:
    prompt = [Message("user", f"{time.monotonic()} " + "Dachziegel und Dachlatten liefern. " * 250)]
    engine.start()
    abandon(engine, prompt)
    end = time.monotonic() + 10  # reading the 3,000 tokens would take longer
    while is_busy(engine) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_busy(engine)


def abandon(engine: Local, prompt: list[Message]) -> None:
    """Ask, and hang up before the first word, as a browser does whose owner closes the page."""
    child = engine._child
    assert child is not None
    impatient = dialect.client(str(child.http.base_url), child._key)
    impatient.timeout = httpx2.Timeout(0.3)
    with impatient, contextlib.suppress(Unreachable):
        next(dialect.chat(impatient, prompt, max_tokens=5))


def test_a_prompt_longer_than_the_context_is_too_big(engine: Local) -> None:
    with pytest.raises(TooBig) as caught:
        usage_of(engine, "wort " * 6000)
    assert "4096" in caught.value.message.de


def test_tokens_are_counted_by_the_model(engine: Local) -> None:
    assert engine.tokens("") == 0
    assert 2 <= engine.tokens("Hallo Welt") <= 4


def test_two_threads_may_ask_at_once(engine: Local) -> None:
    took: list[Usage] = []
    threads = [threading.Thread(target=lambda n=n: took.append(usage_of(engine, f"Frage {n}?", 4))) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [usage.completion_tokens > 0 for usage in took] == [True] * 3


def test_the_next_call_works_after_the_child_was_killed(small: Weights) -> None:
    with Local(small) as engine:
        engine.start()
        first = engine.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        assert usage_of(engine, "Noch da?").prompt_tokens > 0
        assert engine.pid != first


def test_a_child_killed_in_the_middle_of_a_reply_is_said_and_replaced(small: Weights) -> None:
    with Local(small) as engine:
        reply = engine.chat(ask("Erzähle eine lange Geschichte."), max_tokens=500)
        next(reply)
        assert engine.pid is not None
        os.kill(engine.pid, signal.SIGKILL)
        with pytest.raises(Unreachable):
            list(reply)
        assert usage_of(engine, "Noch da?").prompt_tokens > 0


def test_a_child_that_keeps_dying_is_given_up_with_the_reason(small: Weights, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "MOST_DEATHS", 2)
    with Local(small) as engine, pytest.raises(Unreachable) as caught:  # noqa: PT012
        for _ in range(4):
            engine.start()
            assert engine.pid is not None
            os.kill(engine.pid, signal.SIGKILL)
            assert engine._child is not None
            engine._child.popen.wait(5)
    assert "Arbeitsspeicher" in caught.value.message.de


def test_closing_ends_the_child(small: Weights) -> None:
    with Local(small) as engine:
        engine.start()
        pid = engine.pid
    assert pid is not None
    assert wait_until_gone(pid, 2)
    assert not engine.healthy()


PARENT = """
import sys, time
from pathlib import Path
from hanse.engines import Weights
from hanse.engines.local import Local
engine = Local(Weights(Path(sys.argv[1]), "x"))
engine.start()
print(engine.pid, flush=True)
time.sleep(600)
"""


def test_no_orphan_is_left_when_the_parent_is_killed(small: Weights) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT, str(small.path)], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_alive(child)
        parent.kill()
    assert wait_until_gone(child, 3)


@pytest.mark.skipif(sys.platform != "linux", reason="needs the parent death signal of Linux")
def test_no_orphan_is_left_when_the_parent_is_killed_while_the_model_loads(small: Weights) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT, str(small.path)], stdout=subprocess.PIPE) as parent:
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
        while not (found := children.read_text(encoding="ascii").split()):
            time.sleep(0.01)
        child = int(found[0])
        while "xllamacpp" not in Path(f"/proc/{child}/maps").read_text(encoding="utf-8"):
            time.sleep(0.01)
        parent.kill()
    assert wait_until_gone(child, 1)


def test_the_key_is_needed_and_stands_in_no_command_line(engine: Local) -> None:
    engine.start()
    child = engine._child
    assert child is not None
    assert httpx2.post(f"{child.http.base_url}/tokenize", json={"content": "x"}, trust_env=False).status_code == 401
    assert child._key.encode() not in Path(f"/proc/{engine.pid}/cmdline").read_bytes()


def test_too_little_memory_is_said_as_that(small: Weights) -> None:
    with Local(small, Limits(memory_mb=200)) as engine, pytest.raises(TooBig) as caught:
        engine.start()
    assert "engine_memory_mb" in caught.value.hint.en


def test_a_damaged_model_file_is_said_as_that(small: Weights, tmp_path: Path) -> None:
    cut = tmp_path / "cut.gguf"
    with small.path.open("rb") as whole:
        cut.write_bytes(whole.read(3_000_000))
    with Local(msgspec.structs.replace(small, path=cut)) as engine, pytest.raises(Unreadable) as caught:
        engine.start()
    assert "cut.gguf" in caught.value.message.de


def test_a_missing_model_file_names_the_command_that_fetches_it(tmp_path: Path) -> None:
    with Local(Weights(tmp_path / "no.gguf", "some-model")) as engine, pytest.raises(Unreachable) as caught:
        engine.start()
    assert "hanse models get some-model" in caught.value.hint.en
