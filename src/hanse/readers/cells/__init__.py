"""What cells and letters of old files mean, for every reader that has some: text to typed values, grids to tables.

No reader itself. Knows nothing of formats.
"""

from hanse.readers.cells.columns import Raw, Typed, identifier, shown, tidy, typed
from hanse.readers.cells.layout import Made, Merge, embedded, filled, table, value_like
from hanse.readers.cells.letters import Letters, decode

__all__ = [
    "Letters",
    "Made",
    "Merge",
    "Raw",
    "Typed",
    "decode",
    "embedded",
    "filled",
    "identifier",
    "shown",
    "table",
    "tidy",
    "typed",
    "value_like",
]
