"""Real servers on loopback, started by the tests and skipped by name where they can't be had."""

import datetime as dt
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hanse.config import Config
from hanse.engines.fake import FakeEngine
from hanse.flow.house import House
from hanse.store import accounts

PASSWORD = "geheim-17"
START_SECONDS = 30


class Server(NamedTuple):
    """A running server. run: executes a script of SQL as its administrator."""

    port: int
    folder: Path
    run: Callable[[str], None]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(Config(tmp_path / "home", readers=1, vectors="off"), engine=lambda _: FakeEngine([])) as opened:
        accounts.owner(opened.store)
        yield opened


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not binaries:
        pytest.skip("PostgreSQL's server is not on this machine: apt install postgresql")
    binary = binaries[-1].parent
    with _folder("postgres") as folder, _port() as port:
        data = str(folder / "data")
        _as("postgres", binary / "initdb", "-D", data, "-A", "scram-sha-256", "-U", "chef", "-E", "UTF8", "--no-sync",
            "--pwfile", _secret_file(folder))  # fmt: skip
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        _as("postgres", binary / "pg_ctl", "-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start")
        try:
            yield Server(port, folder, lambda script: _postgres_run(port, script))
        finally:
            _as("postgres", binary / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def _postgres_run(port: int, script: str) -> None:
    native: Any = pytest.importorskip("pg8000.native")
    db = native.Connection("chef", host="127.0.0.1", port=port, database="postgres", password=PASSWORD)
    try:
        db.run(script)
    finally:
        db.close()


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Server]:
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None or not Path("/usr/lib/dovecot/imap").exists():
        pytest.skip("Dovecot is not on this machine: apt install dovecot-imapd")
    if os.geteuid() != 0:
        pytest.skip("Dovecot needs root to change to its own accounts")
    with _folder("mail") as folder, _port() as port:
        certificate(folder)
        config = folder / "dovecot.conf"
        config.write_text(DOVECOT.format(folder=folder, port=port, password=PASSWORD), encoding="utf-8")
        (folder / "mail").mkdir()
        folder.chmod(0o755)
        shutil.chown(folder / "mail", "nobody")
        child = subprocess.Popen([program, "-F", "-c", str(config)])
        try:
            _wait(port)
            yield Server(port, folder, lambda _: None)
        finally:
            child.terminate()
            child.wait(10)


@pytest.fixture(scope="session")
def mariadb() -> Iterator[Server]:
    program = shutil.which("mariadbd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None or shutil.which("mariadb-install-db") is None:
        pytest.skip("MariaDB's server is not on this machine: apt install mariadb-server")
    with _folder("mysql") as folder, _port() as port:
        data = f"--datadir={folder / 'data'}"
        _as("mysql", "mariadb-install-db", "--no-defaults", data, "--auth-root-authentication-method=normal",
            "--skip-test-db")  # fmt: skip
        script = folder / "init.sql"
        script.write_text(
            "DELETE FROM mysql.global_priv WHERE User = '';\nFLUSH PRIVILEGES;\n"  # nobody without a name
            f"CREATE USER chef@'%' IDENTIFIED BY '{PASSWORD}';\nGRANT ALL ON *.* TO chef@'%' WITH GRANT OPTION;\n"
        )
        script.chmod(0o644)
        words = [program, "--no-defaults", data, f"--socket={folder / 'socket'}", f"--port={port}",
                 "--bind-address=127.0.0.1", f"--init-file={script}", "--skip-log-bin", f"--log-error={folder / 'log'}",
                 f"--pid-file={folder / 'pid'}"]  # fmt: skip
        child = subprocess.Popen(_by("mysql", words), cwd="/", stderr=subprocess.DEVNULL)
        try:
            _wait(port)
            yield Server(port, folder, lambda sql: _mariadb_run(port, sql))
        finally:
            child.terminate()
            child.wait(30)


def _mariadb_run(port: int, script: str) -> None:
    pymysql: Any = pytest.importorskip("pymysql")
    flags = pymysql.constants.CLIENT.MULTI_STATEMENTS
    db = pymysql.connect(
        host="127.0.0.1", port=port, user="chef", password=PASSWORD, client_flag=flags, autocommit=True
    )
    with db, db.cursor() as cursor:
        cursor.execute(script)
        while cursor.nextset():
            pass


FIREBIRD = Path("/usr/lib/x86_64-linux-gnu/firebird/3.0")


@pytest.fixture(scope="session")
def firebird() -> Iterator[Server]:
    program = shutil.which("firebird", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None or shutil.which("isql-fb") is None or not FIREBIRD.is_dir():
        pytest.skip("Firebird's server is not on this machine: apt install firebird3.0-server firebird3.0-utils")
    users = Path("/var/lib/firebird/3.0/system/security3.fdb")
    if not os.access(users, os.R_OK):
        pytest.skip("Firebird's list of users can only be read by root and firebird")
    with _folder("firebird") as folder, _port() as port:
        for name in ("plugins", "intl", "firebird.msg", "plugins.conf"):
            (folder / name).symlink_to(FIREBIRD / name)
        shutil.copy(users, folder)
        security = folder / users.name
        settings = f"RemoteServicePort = {port}\nRemoteBindAddress = 127.0.0.1\nSecurityDatabase = {security}\n"
        (folder / "firebird.conf").write_text(f"ServerMode = Super\n{settings}")
        (folder / "databases.conf").write_text("")
        (folder / "lock").mkdir()
        for path in (folder / "lock", security):
            with suppress(LookupError, PermissionError):
                shutil.chown(path, "firebird")
        environ = ["env", f"FIREBIRD={folder}", f"FIREBIRD_LOCK={folder / 'lock'}"]
        first = folder / "first.sql"
        first.write_text(f"CREATE OR ALTER USER SYSDBA PASSWORD '{PASSWORD}';")
        first.chmod(0o644)
        _as("firebird", *environ, "isql-fb", "-b", "-user", "SYSDBA", "-i", first, security)
        child = subprocess.Popen(_by("firebird", [*environ, program]), cwd="/", stderr=subprocess.DEVNULL)
        try:
            _wait(port)
            yield Server(port, folder, lambda sql: _firebird_run(port, folder, sql))
        finally:
            child.terminate()
            child.wait(30)


def _firebird_run(port: int, folder: Path, script: str) -> None:
    """Make the database anew and run statements, each ended by a line with a semicolon, and committed."""
    driver: Any = pytest.importorskip("firebird.driver")
    where = f"127.0.0.1/{port}:{folder}/firma.fdb"
    db = driver.create_database(where, user="SYSDBA", password=PASSWORD, charset="UTF8", overwrite=True)
    with db, db.cursor() as cursor:
        for statement in filter(str.strip, re.split(r";\n(?!\s)", script)):
            cursor.execute(statement)
            db.commit()


DOVECOT = """
base_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={folder}/mail/%u
}}
first_valid_uid = 1
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Papierkorb {{
    special_use = \\Trash
    auto = create
  }}
  mailbox Entwürfe {{
    special_use = \\Drafts
    auto = create
  }}
}}
"""


def certificate(folder: Path) -> None:
    """Write a key and a certificate for localhost that is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(*plain))


@contextmanager
def _folder(account: str) -> Iterator[Path]:
    """Give a folder that a server's own account may enter; pytest's are closed to it."""
    folder = Path(tempfile.mkdtemp(prefix=f"hanse-{account}-"))
    with suppress(LookupError, PermissionError):
        shutil.chown(folder, account)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _port() -> Iterator[int]:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port = int(asking.getsockname()[1])
    yield port


def _by(account: str, words: list[str]) -> list[str]:
    """Return a command as the server's own account runs it where this is root, whom servers refuse."""
    return ["runuser", "-u", account, "--", *words] if os.geteuid() == 0 else words


def _as(account: str, *command: object) -> None:
    words = _by(account, [str(word) for word in command])
    with tempfile.TemporaryFile("w+") as told:  # no pipe: a server that goes on would keep it open
        done = subprocess.run(words, cwd="/", stdout=told, stderr=told, timeout=60, check=False)
        told.seek(0)
        assert done.returncode == 0, told.read()


def _secret_file(folder: Path) -> str:
    path = folder / "password"
    path.write_text(PASSWORD, encoding="utf-8")
    path.chmod(0o644)
    return str(path)


def _wait(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    pytest.fail(f"no server on port {port}")
