"""A short-lived child: reads jobs as JSON lines from its standard input and writes Parquet files with DuckDB."""

import sys

import duckdb
import msgspec

from hanse.store.tablefiles import NULL, Job

LOAD = r"""
    CREATE OR REPLACE TEMP TABLE t AS SELECT * FROM read_csv(
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
    """Write one Parquet file from a CSV file that tablefiles made."""
    columns = {"_part": "BIGINT", "_row": "BIGINT", "_source": "BIGINT"}
    columns |= {f"c{i}": kind for i, kind in enumerate(job.types)}
    values = {"csv": job.csv, "null": NULL, "columns": columns}
    db.execute(LOAD, values)
    db.execute("COPY t TO '" + job.parquet.replace("'", "''") + "' (FORMAT parquet, COMPRESSION zstd)")


if __name__ == "__main__":
    main()
