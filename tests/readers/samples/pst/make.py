"""Writes the data file that breaks off within its header anew: python make.py. Whole ones need Outlook."""

from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    (HERE / "abgebrochen.pst").write_bytes(b"!BDN" + bytes(4) + b"SM" + b"\x17\0\x13\0\1\1" + bytes(200))


if __name__ == "__main__":
    main()
