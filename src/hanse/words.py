"""A text in German and English, side by side where it is used.

There is no message catalogue: whoever writes a message writes it in both languages, the type checker sees to it,
and grep finds it. Knows nothing of who reads it.
"""

from typing import Literal, NamedTuple

Lang = Literal["de", "en"]


class Words(NamedTuple):
    """One message for people, in both languages."""

    de: str
    en: str

    def say(self, lang: Lang) -> str:
        """Return the text in the language asked for."""
        return self.de if lang == "de" else self.en
