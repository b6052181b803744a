"""Named properties: which numbers they have in this file. Source: MS-OXMSG 2.2.3, MS-OXPROPS."""

import struct
from typing import Final

from hanse.readers.msg.cfb import Folder

_FOLDER, _GUIDS, _ENTRIES = "__nameid_version1.0", "__substg1.0_00020102", "__substg1.0_00030102"
# The sets of names that are asked for, by the first part of their GUID.
ADDRESS: Final = 0x00062004
APPOINTMENT: Final = 0x00062002
TASK: Final = 0x00062003


class Names:
    """The numbers of named properties, by their set and their name (a number as well: "LID")."""

    def __init__(self, root: Folder) -> None:
        folder = root.folder(_FOLDER)
        guids = folder.stream(_GUIDS)
        sets = [struct.unpack_from("<I", guids, at)[0] for at in range(0, len(guids) - 15, 16)]
        self._numbers: dict[tuple[int, int], int] = {}
        entries = folder.stream(_ENTRIES)
        for at in range(0, len(entries) - 7, 8):
            name, kind, index = struct.unpack_from("<IHH", entries, at)
            which = (kind >> 1) - 3  # 1 and 2 stand for two sets that have texts as names
            if not kind & 1 and 0 <= which < len(sets):
                self._numbers[sets[which], name] = 0x8000 + index

    def number(self, of: int, name: int) -> int:
        """Return the property's number in this file; 0, which no property has, where there is none."""
        return self._numbers.get((of, name), 0)
