"""Gives a PDF whose end is missing a new one: a page tree of the page objects that are still there.

Pages inside compressed object streams can't be found this way. Source: ISO 32000-1, 7.5 (file structure).
"""

import re

_OBJECT = re.compile(rb"(?<!\d)(\d{1,7})\s+(\d{1,5})\s+obj\b")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
MAX_PAGES = 5000


def with_new_end(data: bytes) -> bytes | None:
    """Return the file with a new page tree, root and trailer; None when no page object is left."""
    objects = list(_OBJECT.finditer(data))
    pages: list[bytes] = []
    highest = 0
    for index, match in enumerate(objects[: 40 * MAX_PAGES]):
        highest = max(highest, int(match[1]))
        end = objects[index + 1].start() if index + 1 < len(objects) else len(data)
        body = data[match.end() : min(end, match.end() + 4000)]
        if _PAGE.search(body) and b"endobj" in data[match.end() : end] and len(pages) < MAX_PAGES:
            pages.append(b"%s %s R" % (match[1], match[2]))
    if not pages:
        return None
    tree, root = highest + 1, highest + 2
    return data + b"".join(
        (
            b"\nendstream endobj\n%d 0 obj\n<</Type/Pages/Count %d/Kids[%s]>>\nendobj\n"
            % (tree, len(pages), b" ".join(pages)),
            b"%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\n" % (root, tree),
            b"trailer\n<</Root %d 0 R/Size %d>>\nstartxref\n0\n%%%%EOF\n" % (root, root + 1),
        )
    )
