"""The one SQLite file (catalogue, passages, accounts) and the table files. Knows no question."""
