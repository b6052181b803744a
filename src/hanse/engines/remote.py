"""A llama-server that somebody else runs, at an address. Starts and ends nothing."""

from collections.abc import Sequence
from typing import Self, Unpack
from urllib.parse import urlsplit

from hanse.engines import Choice, How, Reply, dialect
from hanse.errors import Misconfigured
from hanse.records import Message, Usage
from hanse.words import Words

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Remote:
    """A running llama-server. where: "local" on this computer, else its host name."""

    def __init__(self, url: str, *, key: str = "", name: str = "", sha256: str = "") -> None:
        host = urlsplit(url).hostname
        if not host or not url.startswith(("http://", "https://")):
            raise Misconfigured(
                Words(f"'{url}' ist keine Adresse einer Modell-Maschine.", f"'{url}' is no address of an engine."),
                hint=Words(
                    'Zum Beispiel engine_url = "http://127.0.0.1:8080".',
                    'For example engine_url = "http://127.0.0.1:8080".',
                ),
            )
        self.where = "local" if host in LOOPBACK else host
        self.sha256 = sha256
        self._name = name
        self._http = dialect.client(url, key)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @property
    def name(self) -> str:
        """The model's name, asked of the server once."""
        if not self._name:
            self._name = dialect.model_name(self._http)
        return self._name

    def start(self) -> None:
        """Ask for the model's name, so that a wrong address is noticed now."""
        self._name = dialect.model_name(self._http)

    def close(self) -> None:
        """Close the connections. A later call raises RuntimeError."""
        self._http.close()

    def healthy(self) -> bool:
        """Return whether the server says that it is well."""
        return dialect.healthy(self._http)

    def chat(self, messages: Sequence[Message], **how: Unpack[How]) -> Reply:
        """Yield the reply piece by piece, then its Usage."""
        return dialect.chat(self._http, messages, **how)

    def choose(self, messages: Sequence[Message], options: Sequence[str]) -> Choice:
        """Return which of 2 to 26 options the model takes; they are listed at the end of the last message."""
        return dialect.choose(self._http, messages, options)

    def warm(self, prefix: Sequence[Message]) -> Usage:
        """Read the constant beginning of later prompts, so that it stays in the prompt cache."""
        return dialect.warm(self._http, prefix)

    def tokens(self, text: str) -> int:
        """Return how many tokens a text has."""
        return dialect.tokens(self._http, text)
