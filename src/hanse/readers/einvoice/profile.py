"""Which format and profile an e-invoice says it is. Knows no terms but BT-24."""

from hanse.readers._invoice import Parsed, path_of
from hanse.records import Finding, Place
from hanse.words import Words

_PROFILES = (
    ("xrechnung", "extension", "XRechnung (Extension)"),
    ("xrechnung", "cvd", "XRechnung (CVD)"),
    ("xrechnung", "", "XRechnung"),
    ("peppol", "billing", "Peppol BIS Billing"),
    ("factur-x", "minimum", "Factur-X MINIMUM"),
    ("factur-x", "basicwl", "Factur-X BASIC WL"),
    ("factur-x", "basic", "Factur-X BASIC"),
    ("factur-x", "extended", "Factur-X EXTENDED"),
    ("zugferd", "minimum", "ZUGFeRD 2.0 MINIMUM"),
    ("zugferd", "basicwl", "ZUGFeRD 2.0 BASIC WL"),
    ("zugferd.de:2p", "basic", "ZUGFeRD 2.0 BASIC"),
    ("zugferd.de:2p", "extended", "ZUGFeRD 2.0 EXTENDED"),
    ("ferd", "basic", "ZUGFeRD 1.0 BASIC"),
    ("ferd", "comfort", "ZUGFeRD 1.0 COMFORT"),
    ("ferd", "extended", "ZUGFeRD 1.0 EXTENDED"),
    ("en16931:2017", "", "EN 16931"),
)
"""Parts of BT-24, most special first. source: XRechnung 3.0.2, Peppol BIS 3, Factur-X 1.0, ZUGFeRD 1.0 and 2.0."""

_SYNTAXES = {"ubl": "UBL 2.1", "cii": "UN/CEFACT CII", "zf1": "UN/CEFACT CII (ZUGFeRD 1.0)"}


def finding(parsed: Parsed, identifier: str) -> Finding:
    """Return which syntax and profile the invoice was read as."""
    low = identifier.lower()
    name = next((name for a, b, name in _PROFILES if a in low and b in low), "")
    said = Words(name or "ohne bekanntes Profil", name or "without a known profile")
    syntax = _SYNTAXES[parsed.syntax]
    return Finding(
        "einvoice.profile",
        "info",
        Words(f"Gelesen als {said.de}, Syntax {syntax}.", f"Read as {said.en}, syntax {syntax}."),
        Place(part=path_of(parsed.root)),
        raw=identifier[:300],
    )
