"""How an ISO 20022 message begins."""

import re

_COMMENT = re.compile(r"<!--.*?(-->|$)", re.DOTALL)


def message(head: bytes, namespace: str, element: str) -> bool:
    """Tell whether an XML file begins with a message: its namespace or main element (regular expressions)."""
    said = head.decode("utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", errors="replace")
    body = _COMMENT.sub("", said.lstrip("\ufeff \r\n\t"))
    if not body.startswith("<"):
        return False
    found = re.search(r"<(?:\w+:)?Document\b[^>]*", body)
    stated = found is not None and re.search(rf"urn:[^\"']*{namespace}\.", found[0]) is not None
    return stated or re.search(rf"<(?:\w+:)?({element})[\s>/]", body[:6000]) is not None
