"""Attributes that say which lines of a line-based file an element of the tree came from, and what isn't known."""

LINE, END = "hanse-line", "hanse-end"
UNKNOWN = "?"  # kinds of an item of GAEB 90 that only its price record is there of
