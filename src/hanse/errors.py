"""The errors that a user can do something about, named by what can be done.

HanseError
  Unreadable      a file or reply can't be understood: give another one, or repair it
  Unreachable     something isn't there or doesn't answer: a file, a server, a model
  TooBig          a limit of memory, time or size was met: make it smaller, or raise the limit
  NotAllowed      a right, a policy or an approval is missing
  Misconfigured   a setting or an argument is wrong
  Broken          Hanse's own state or a part of it is damaged
"""

from hanse.words import Lang, Words


class HanseError(Exception):
    """Something went wrong that a person can mend; the hint says how.

    message names the file, the place and the value; hint is the next step. Both in German and English.
    """

    def __init__(self, message: Words, *, hint: Words) -> None:
        super().__init__(message.en)
        self.message = message
        self.hint = hint

    def say(self, lang: Lang) -> str:
        """Return message and hint as one text in the language asked for."""
        return f"{self.message.say(lang)}\n{self.hint.say(lang)}"


class Unreadable(HanseError):
    """A file or reply can't be understood."""


class Unreachable(HanseError):
    """A file, a server or a model isn't there or doesn't answer."""


class TooBig(HanseError):
    """A limit of memory, time or size was met."""


class NotAllowed(HanseError):
    """A right, a policy or an approval is missing."""


class Misconfigured(HanseError):
    """A setting or an argument is wrong."""


class Broken(HanseError):
    """Hanse's own state, or a part of the program, is damaged."""
