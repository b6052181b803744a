"""A short-lived child that writes the files of views with DuckDB: one job as a JSON line each, from standard input."""

import sys

import duckdb
import msgspec


class Job(msgspec.Struct, frozen=True):
    """One file to write: its rows as SQL, the values of the "?" in it."""

    sql: str
    values: list[str]
    parquet: str


def main() -> None:
    """Write each job's file as it comes."""
    decode = msgspec.json.Decoder(Job).decode
    with duckdb.connect(config={"threads": 1, "memory_limit": "400MB", "temp_directory": sys.argv[1]}) as db:
        for line in sys.stdin.buffer:
            job = decode(line)
            file = job.parquet.replace("'", "''")
            db.execute(f"COPY ({job.sql}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)", job.values)


if __name__ == "__main__":
    main()
