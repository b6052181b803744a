"""May a call leave this computer? Only if a written policy allows that very call; there is none yet, so: no.

Knows hosts and data classes, not how to call. A llama-server on this machine counts as local.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from hanse.config import Config
from hanse.errors import NotAllowed
from hanse.words import Words

LOOPBACK = frozenset({"", "localhost", "127.0.0.1", "::1"})


def allow(config: Config) -> str:
    """Return where the next model call will run ("local" or a host). Raises NotAllowed when it would leave.

    The owner's own setting engine_url is the written permission for a server within the house: a private address
    (RFC 1918, RFC 4193) or a loopback one. Anything else is refused.
    """
    host = urlsplit(config.engine_url).hostname or ""
    if host in LOOPBACK:
        return "local" if not config.engine_url else host
    if _private(host):
        return host
    raise NotAllowed(
        Words(
            f"Die Frage würde dieses Haus verlassen ({host}); das ist nicht erlaubt.",
            f"The question would leave this house ({host}); that isn't allowed.",
        ),
        hint=Words(
            "engine_url auf einen Rechner im eigenen Netz setzen oder leeren.",
            "Set engine_url to a computer in your own network, or empty it.",
        ),
    )


def _private(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:
        return False
