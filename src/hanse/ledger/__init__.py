"""Append, verify, export the record of calls. Knows nothing of the content's meaning."""
