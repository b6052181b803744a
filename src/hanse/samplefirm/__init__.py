"""Writes the files of an invented 15-person trade firm, and the truth about them as JSON."""
