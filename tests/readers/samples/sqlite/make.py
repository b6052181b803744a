"""Write the samples of SQLite files: a till with what such files have, and the same one with a damaged page."""

from contextlib import closing
from pathlib import Path

import apsw

HERE = Path(__file__).parent
SCRIPT = """
    PRAGMA page_size = 1024;
    CREATE TABLE artikel (nr TEXT PRIMARY KEY, name TEXT NOT NULL, preis DECIMAL(10,2), aktiv BOOLEAN, bild BLOB);
    CREATE TABLE bons (
        id INTEGER PRIMARY KEY, zeit DATETIME, artikel TEXT REFERENCES artikel (nr), menge INTEGER, tag DATE
    );
    CREATE TABLE gemischt (wert DECIMAL(8,2), datum DATE);
    CREATE VIEW umsatz AS SELECT b.id, b.menge * a.preis AS betrag FROM bons b JOIN artikel a ON a.nr = b.artikel;
    INSERT INTO artikel VALUES ('00017', 'Brötchen', 0.35, 1, NULL), ('00018', 'KÃ¤sekuchen', 2.9, 0, x'00ff'),
        ('00019', 'Kaffee', 3, 1, NULL);
    INSERT INTO bons VALUES (7, '2026-11-02 08:15:00', '00017', 4, '2026-11-02'),
        (9, '2026-11-02 08:17:30', '00019', 1, '2026-11-02'), (8, NULL, '00018', 2, NULL);
    INSERT INTO gemischt VALUES (12.5, '2026-01-02'), ('auf Anfrage', '31.12.2026'), (NULL, NULL);
"""


def main() -> None:
    whole = HERE / "kasse.sqlite"
    whole.unlink(missing_ok=True)
    with closing(apsw.Connection(str(whole))) as db:
        db.execute(SCRIPT)
        ((page,),) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'bons'")
    data = bytearray(whole.read_bytes())
    data[(int(page) - 1) * 1024 : int(page) * 1024] = b"\xff" * 1024
    (HERE / "beschaedigt.sqlite").write_bytes(data)


if __name__ == "__main__":
    main()
