"""A short-lived child: reads jobs as JSON from its standard input and writes Parquet files with DuckDB."""

import sys
from pathlib import Path

import duckdb
import msgspec

from hanse.store.tablefiles import NULL, Job

LOAD = r"""
    CREATE OR REPLACE TEMP TABLE t AS SELECT * FROM read_csv(
        $csv, header = false, new_line = '\n', delim = ',', quote = '"', escape = '"', nullstr = $null,
        columns = $columns, auto_detect = false, parallel = false, max_line_size = 50000000)
"""


def main() -> None:
    """Write each job's file. Types are exact: decimals stay decimals."""
    jobs = msgspec.json.decode(sys.stdin.buffer.read(), type=list[Job])
    scratch = str(Path(jobs[0].csv).parent) if jobs else ""
    with duckdb.connect(config={"threads": 1, "memory_limit": "400MB", "temp_directory": scratch}) as db:
        for job in jobs:
            write(db, job)


def write(db: duckdb.DuckDBPyConnection, job: Job) -> None:
    """Write one Parquet file from a CSV file that tablefiles made."""
    columns = {"_part": "BIGINT", "_row": "BIGINT", "_source": "BIGINT"}
    columns |= {f"c{i}": kind for i, kind in enumerate(job.types)}
    values = {"csv": job.csv, "null": NULL, "columns": columns}
    db.execute(LOAD, values)
    db.execute("COPY t TO '" + job.parquet.replace("'", "''") + "' (FORMAT parquet, COMPRESSION zstd)")


if __name__ == "__main__":
    main()
