"""The encrypted way to a server: the certificate is always checked; a private one can be named."""

import ssl
from pathlib import Path

from hanse.errors import Misconfigured, Unreachable
from hanse.sources.address import Address
from hanse.words import Words


def context(address: Address) -> ssl.SSLContext:
    """Return how to encrypt. The option "ca" names a file with the certificate of a server that isn't known publicly.

    Raises Misconfigured when there is no such file, or no certificate in it.
    """
    file = address.option("ca")
    try:
        made = ssl.create_default_context(cafile=str(Path(file).expanduser()) if file else None)
    except (OSError, ssl.SSLError) as error:
        raise Misconfigured(
            Words(f"{file} ist keine Zertifikatsdatei: {error}", f"{file} is no file of certificates: {error}"),
            hint=Words("Eine Datei im PEM-Format angeben.", "Name a file in PEM format."),
        ) from error
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


def unreachable(address: Address, error: BaseException) -> Unreachable:
    """Return a refused or failed connection as something a person can mend."""
    reason = " ".join(str(error).split()) or type(error).__name__
    return Unreachable(
        Words(f"{address.login} antwortet nicht: {reason}", f"{address.login} doesn't answer: {reason}"),
        hint=_next_step(error),
    )


def _next_step(error: BaseException) -> Words:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Words(
            "Das Zertifikat ist nicht öffentlich beglaubigt, oder für einen anderen Namen ausgestellt: den Server"
            " mit dem Namen aus dem Zertifikat ansprechen und die Datei mit ?ca=/pfad/server.pem nennen.",
            "The certificate isn't publicly certified, or made out to another name: address the server by the name in"
            " the certificate, and name its file with ?ca=/path/server.pem.",
        )
    if isinstance(error, ssl.SSLError):
        return Words(
            "Der Server verschlüsselt anders: ?tls=starttls versuchen; im eigenen Netz geht auch ?tls=no.",
            "The server encrypts in another way: try ?tls=starttls; within your own network ?tls=no works too.",
        )
    return Words(
        "Namen, Port und Netz prüfen, und ob der Dienst läuft.", "Check name, port and network, and that it is running."
    )
