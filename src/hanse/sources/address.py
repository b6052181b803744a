"""The address of a source that isn't a folder: postgresql://leser@server/firma?tables=kunden. Never has a password."""

from ipaddress import ip_address
from typing import Literal
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import msgspec

from hanse.errors import Misconfigured
from hanse.words import Words

Tls = Literal["yes", "starttls", "no"]
TLS: tuple[Tls, ...] = ("yes", "starttls", "no")
LOOPBACK = frozenset({"", "localhost", "127.0.0.1", "::1"})


class Address(msgspec.Struct, frozen=True):
    """An address in its parts. port: 0 for the kind's own. path: database, folder or file. options: behind the "?"."""

    scheme: str
    user: str = ""
    host: str = ""
    port: int = 0
    path: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def option(self, name: str, default: str = "") -> str:
        """Return what stands behind the "?" under this name."""
        return dict(self.options).get(name, default)

    def names(self, option: str) -> tuple[str, ...]:
        """Return the names, joined by commas, that an option lists."""
        return tuple(name.strip() for name in self.option(option).split(",") if name.strip())

    def with_option(self, name: str, value: str) -> "Address":
        """Return the address with one more option."""
        kept = tuple(pair for pair in self.options if pair[0] != name)
        return msgspec.structs.replace(self, options=(*kept, (name, value)))

    @property
    def local(self) -> bool:
        """Tell whether it is on this computer."""
        return self.host.casefold() in LOOPBACK

    @property
    def private(self) -> bool:
        """Tell whether it is on this computer or has an address of the own network (RFC 1918, RFC 4193)."""
        try:
            return self.local or ip_address(self.host).is_private
        except ValueError:
            return "." not in self.host or self.host.casefold().endswith((".local", ".lan", ".home.arpa", ".fritz.box"))

    def tls(self, default: Tls) -> Tls:
        """Return how the way there is to be encrypted. Raises Misconfigured for anything but yes, starttls, no."""
        said = self.option("tls", default)
        found = next((one for one in TLS if one == said), None)
        if found is None:
            raise Misconfigured(
                Words(f"tls kann nicht {said!r} sein.", f"tls can't be {said!r}."),
                hint=Words("Richtig ist: yes, starttls oder no.", "It has to be: yes, starttls or no."),
            )
        return found

    @property
    def login(self) -> str:
        """Return who signs in where: what a password belongs to."""
        if self.scheme in {"odbc", "sqlite"}:
            return f"{self.scheme}:{self.path}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        return f"{self.scheme}://{user}{host}{f':{self.port}' if self.port else ''}"

    @property
    def said(self) -> str:
        """Return the address as one text, as it is stored and shown."""
        query = urlencode(self.options, safe=",:/*", quote_via=quote)
        way = "" if self.scheme in {"odbc", "sqlite"} else f"/{quote(self.path, safe='/,.')}" if self.path else ""
        return f"{self.login}{way}{f'?{query}' if query else ''}"


def parse(text: str) -> Address:
    """Return the parts of an address. Raises Misconfigured when it has a password, or can't be understood."""
    scheme, _, rest = text.strip().partition(":")
    if not rest.startswith("//"):
        way, _, query = rest.partition("?")
        if "pwd=" in way.casefold() or "password=" in way.casefold():
            raise _has_password()
        return Address(scheme.casefold(), path=way, options=_options(query))
    try:
        parts = urlsplit(text.strip())
        port = parts.port or 0
    except ValueError as error:
        raise _unclear(text, error) from error
    if parts.password is not None:
        raise _has_password()
    user, host = unquote(parts.username or ""), parts.hostname or ""
    return Address(scheme.casefold(), user, host, port, unquote(parts.path).removeprefix("/"), _options(parts.query))


def _options(query: str) -> tuple[tuple[str, str], ...]:
    pairs = tuple(parse_qsl(query, keep_blank_values=True))
    if any(name.casefold() in {"password", "passwort", "pwd"} for name, _ in pairs):
        raise _has_password()
    return pairs


def _has_password() -> Misconfigured:
    return Misconfigured(
        Words(
            "Ein Passwort gehört nicht in die Adresse: es bliebe in der Liste der Befehle stehen.",
            "A password doesn't belong in the address: it would stay in the list of commands.",
        ),
        hint=Words(
            "Ohne Passwort aufrufen; Hanse fragt danach. Oder: --password-env NAME",
            "Leave it out; Hanse asks for it. Or: --password-env NAME",
        ),
    )


def _unclear(text: str, error: ValueError) -> Misconfigured:
    return Misconfigured(
        Words(
            f"Die Adresse {text} ist nicht zu verstehen: {error}", f"The address {text} can't be understood: {error}"
        ),
        hint=Words(
            "Beispiel: postgresql://leser@192.168.1.5/firma?tables=kunden,belege",
            "Example: postgresql://reader@192.168.1.5/firm?tables=customers,invoices",
        ),
    )
