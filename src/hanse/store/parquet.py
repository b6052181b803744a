"""A short-lived child: reads jobs as JSON lines from its standard input and writes Parquet files with DuckDB."""

import sys

import duckdb
import msgspec

from hanse.store.tablefiles import NULL, BulkRows, Job

COPY = "COPY ({rows}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)"
CSV = r"""
    SELECT * FROM read_csv(
        $csv, header = false, new_line = '\r\n', delim = ',', quote = '"', escape = '"', nullstr = $null,
        columns = $columns, auto_detect = false, parallel = false, max_line_size = 50000000)
"""


def main() -> None:
    """Write each job's file as it comes. Types are exact: decimals stay decimals."""
    decode = msgspec.json.Decoder(Job).decode
    with duckdb.connect(config={"threads": 1, "memory_limit": "400MB", "temp_directory": sys.argv[1]}) as db:
        for line in sys.stdin.buffer:
            write(db, decode(line))


def write(db: duckdb.DuckDBPyConnection, job: Job) -> None:
    """Write one Parquet file from a CSV file that tablefiles made, and from the rows that readers have written."""
    columns = {"_part": "BIGINT", "_row": "BIGINT", "_source": "BIGINT"}
    columns |= {f"c{i}": kind for i, kind in enumerate(job.types)}
    values = {"csv": job.csv, "null": NULL, "columns": columns} if job.csv else {}
    rows = [*([CSV] if job.csv else []), *(_bulk(db, bulk, job.types) for bulk in job.bulk)]
    db.execute(COPY.format(rows=" UNION ALL ".join(rows), file=_escaped(job.parquet)), values)


def _bulk(db: duckdb.DuckDBPyConnection, bulk: BulkRows, types: tuple[str, ...]) -> str:
    """Return the rows of one part, in the types of the whole table; numbers keep all their decimals."""
    found = db.execute("SELECT count(*) FROM (DESCRIBE SELECT * FROM read_parquet(?))", [bulk.file]).fetchone()
    own = int(found[0]) if found else 0
    cells = (f"CAST(c{i} AS {kind}) AS c{i}" if not _number(kind) else f"c{i}" for i, kind in enumerate(types[:own]))
    years = (f"{bulk.year} AS c{i}" for i in range(own, len(types)))
    place = f"{bulk.part} AS _part, file_row_number AS _row, {bulk.source} AS _source"
    source = f"FROM read_parquet('{_escaped(bulk.file)}', file_row_number = true)"
    return f"SELECT {', '.join([place, *cells, *years])} {source}"


def _number(kind: str) -> bool:
    return kind == "BIGINT" or kind.startswith("DECIMAL")


def _escaped(path: str) -> str:
    return path.replace("'", "''")


if __name__ == "__main__":
    main()
