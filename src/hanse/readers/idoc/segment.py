"""A segment as both notations give it: name, values by field, where it hangs, where it stands."""

from typing import NamedTuple

from hanse.records import Place


class Segment(NamedTuple):
    """One segment of an IDoc.

    name: as XML has it (E1EDK01). values: texts by field name, trimmed. number, parent: SEGNUM and PSGNUM ("" when the
    file has none); level: HLEVEL. rest: what stands behind the known fields of a flat segment, all of an unknown one.
    """

    name: str
    values: dict[str, str]
    number: str
    parent: str
    level: str
    place: Place
    rest: str = ""


class Document(NamedTuple):
    """One IDoc: its control record and its segments in order."""

    control: Segment
    segments: list[Segment]
