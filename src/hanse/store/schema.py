"""The tables of the one SQLite file, as a list of steps that are only ever added to.

Derived indexes (words, values, vectors) are made by their own rooms through Store.ensure and can be rebuilt.
"""

STEPS: tuple[str, ...] = (
    """
    CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE accounts (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, password TEXT NOT NULL, owner INTEGER NOT NULL DEFAULT 0,
        lang TEXT NOT NULL DEFAULT 'de', made TEXT NOT NULL
    );
    CREATE TABLE sessions (
        token_sha256 BLOB PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
        csrf TEXT NOT NULL, made TEXT NOT NULL, seen TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE api_keys (
        id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
        name TEXT NOT NULL, key_sha256 BLOB NOT NULL UNIQUE, made TEXT NOT NULL
    );
    CREATE TABLE sources (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, location TEXT NOT NULL UNIQUE, added TEXT NOT NULL, scanned TEXT
    );
    -- an account sees exactly the sources listed here; owners get a row for each source
    CREATE TABLE rights (
        account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
        source_id INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE, PRIMARY KEY (account_id, source_id)
    ) WITHOUT ROWID;
    CREATE TABLE items (
        id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
        path TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, sha256 TEXT NOT NULL,
        readers TEXT NOT NULL, readable INTEGER NOT NULL, read_at TEXT NOT NULL,
        records_in INTEGER NOT NULL DEFAULT 0, records_out INTEGER NOT NULL DEFAULT 0,
        records_rejected INTEGER NOT NULL DEFAULT 0, UNIQUE (source_id, path)
    );
    CREATE INDEX items_by_hash ON items (sha256);
    CREATE TABLE passages (
        id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL REFERENCES items ON DELETE CASCADE, inner TEXT NOT NULL,
        title TEXT NOT NULL, text TEXT NOT NULL, place TEXT NOT NULL, spans TEXT NOT NULL
    );
    CREATE INDEX passages_by_item ON passages (item_id);
    CREATE TABLE logical_tables (
        id INTEGER PRIMARY KEY, shape TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
        columns TEXT NOT NULL, keys TEXT NOT NULL, rows INTEGER NOT NULL DEFAULT 0, file TEXT, dirty INTEGER NOT NULL
    );
    CREATE TABLE table_parts (
        id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL REFERENCES items ON DELETE CASCADE, inner TEXT NOT NULL,
        logical_id INTEGER NOT NULL REFERENCES logical_tables, name TEXT NOT NULL, title TEXT NOT NULL,
        columns TEXT NOT NULL, keys TEXT NOT NULL, rows INTEGER NOT NULL, sha256 TEXT NOT NULL
    );
    CREATE INDEX parts_by_item ON table_parts (item_id);
    CREATE INDEX parts_by_table ON table_parts (logical_id);
    CREATE TABLE table_rows (
        part_id INTEGER NOT NULL REFERENCES table_parts ON DELETE CASCADE, first INTEGER NOT NULL,
        rows BLOB NOT NULL, places BLOB NOT NULL, PRIMARY KEY (part_id, first)
    ) WITHOUT ROWID;
    CREATE TABLE findings (
        id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL REFERENCES items ON DELETE CASCADE, inner TEXT NOT NULL,
        code TEXT NOT NULL, severity TEXT NOT NULL, de TEXT NOT NULL, en TEXT NOT NULL,
        place TEXT NOT NULL, raw TEXT NOT NULL
    );
    CREATE INDEX findings_by_item ON findings (item_id);
    """,
    # what a part with very many rows is: a records.Bulk as MessagePack
    "ALTER TABLE table_parts ADD COLUMN bulk BLOB",
    """
    -- connections made to mailboxes and databases
    CREATE TABLE visits (
        id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE, host TEXT NOT NULL,
        encrypted INTEGER NOT NULL, started TEXT NOT NULL, ended TEXT, items INTEGER NOT NULL DEFAULT 0,
        rows INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0, de TEXT, en TEXT
    );
    CREATE INDEX visits_by_source ON visits (source_id, id);
    """,
    """
    -- what must hold within an item, and whether it does; held: 1, 0, or NULL where it could not be tested
    CREATE TABLE checks (
        id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL REFERENCES items ON DELETE CASCADE, inner TEXT NOT NULL,
        code TEXT NOT NULL, de TEXT NOT NULL, en TEXT NOT NULL, held INTEGER, expected TEXT NOT NULL,
        found TEXT NOT NULL, place TEXT NOT NULL
    );
    CREATE INDEX checks_by_item ON checks (item_id);
    -- what each import did to which file; ended is NULL while it runs, or where it was cut off and will be gone on with
    CREATE TABLE imports (
        id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
        started TEXT NOT NULL, ended TEXT
    );
    CREATE INDEX imports_by_source ON imports (source_id, id);
    CREATE TABLE import_items (
        id INTEGER PRIMARY KEY, import_id INTEGER NOT NULL REFERENCES imports ON DELETE CASCADE, kind TEXT NOT NULL,
        path TEXT NOT NULL, change TEXT NOT NULL
    );
    CREATE INDEX import_items_by_import ON import_items (import_id, kind);
    """,
    # what the format says of a table beside its columns; leads: JSON of its records.Foreign
    """
    ALTER TABLE table_parts ADD COLUMN kind TEXT NOT NULL DEFAULT '';
    ALTER TABLE table_parts ADD COLUMN about TEXT NOT NULL DEFAULT '';
    ALTER TABLE table_parts ADD COLUMN leads TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE logical_tables ADD COLUMN kind TEXT NOT NULL DEFAULT '';
    ALTER TABLE logical_tables ADD COLUMN about TEXT NOT NULL DEFAULT '';
    ALTER TABLE logical_tables ADD COLUMN leads TEXT NOT NULL DEFAULT '[]';
    """,
    """
    -- what a person said of keys that lead from one table to another, by the names of tables and columns
    CREATE TABLE key_decisions (
        left_table TEXT NOT NULL, left_column TEXT NOT NULL, right_table TEXT NOT NULL, right_column TEXT NOT NULL,
        confirmed INTEGER NOT NULL, account_id INTEGER NOT NULL, decided TEXT NOT NULL,
        PRIMARY KEY (left_table, left_column, right_table, right_column)
    ) WITHOUT ROWID;
    """,
)
