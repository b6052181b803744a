"""Writes the Access sample anew: python make.py. Only Access writes whole databases; this one is cut off."""

from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    """Write a file of Access 2007 that breaks off within its first page."""
    head = b"\x00\x01\x00\x00Standard ACE DB\x00\x02\x00\x00\x00"
    (HERE / "lager_abgebrochen.accdb").write_bytes(head.ljust(300, b"\x00"))


if __name__ == "__main__":
    main()
