"""May a call leave this computer? Only if a written policy allows that very call; there is none yet, so: no.

A mailbox or database that the owner has linked is such a decision, for its host and for reading only; unencrypted it
holds within the own network.

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


def visit(host: str, *, encrypted: bool, private: bool) -> None:
    """Allow a connection to a source that the owner has linked. Raises NotAllowed for a plain one out of the house."""
    if encrypted or private:
        return
    raise NotAllowed(
        Words(
            f"Zu {host} ginge es unverschlüsselt aus dem Haus; das ist nicht erlaubt.",
            f"The way to {host} would leave this house unencrypted; that isn't allowed.",
        ),
        hint=Words(
            "tls=yes oder tls=starttls nehmen, oder über ein VPN eine private Adresse.",
            "Use tls=yes or tls=starttls, or a private address by way of a VPN.",
        ),
    )


def _private(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:
        return False
