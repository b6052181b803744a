"""What stands in the place of a reading when a file could not be read: one finding that says why and what to do."""

from hanse.errors import HanseError
from hanse.records import Counts, Finding, Reading, Severity
from hanse.words import Words

REPORT = Words(
    "Die anderen Dateien sind nicht betroffen. Bitte beim Projekt Hanse melden, mit diesem Satz und, wenn möglich, der"
    " Datei.",
    "The other files are not affected. Please report it to the Hanse project, with this sentence and, if possible, the"
    " file.",
)


def refused(error: HanseError) -> Reading:
    """The reader has said itself why it can't read the item."""
    words = Words(error.say("de"), error.say("en"))
    return _reading("reader.refused", words)


def unreachable(name: str, error: OSError) -> Reading:
    """The file can't be opened: gone, locked or not permitted."""
    reason = error.strerror or type(error).__name__
    return _reading(
        "reader.unreachable",
        Words(
            f"{name} lässt sich nicht öffnen ({reason}). Prüfen, ob die Datei noch da ist, von einem anderen Programm"
            " gesperrt ist oder ob Leserechte fehlen.",
            f"{name} can't be opened ({reason}). Check whether the file is still there, is locked by another program,"
            " or lacks read permission.",
        ),
    )


def unknown(name: str, severity: Severity) -> Reading:
    """No reader knows the format."""
    words = Words(
        f"{name}: dieses Format kennt Hanse nicht, der Inhalt fehlt. 'hanse read --formats' zeigt alle Formate.",
        f"{name}: Hanse doesn't know this format, its content is missing. 'hanse read --formats' lists all formats.",
    )
    return _reading("reader.unknown", words, severity)


def switched_off(name: str, reader: str, switch: str) -> Reading:
    """The owner has not switched on that such data are read."""
    words = Words(
        f"{name}: sensible Daten (Format {reader}) werden erst gelesen, wenn es eingeschaltet ist. Dafür {switch} ="
        ' "on" in hanse.toml schreiben, Hanse neu starten und den Ordner neu verknüpfen.',
        f'{name}: sensitive data (format {reader}) is read only when that is switched on. Write {switch} = "on" into'
        " hanse.toml, start Hanse again and link the folder anew.",
    )
    return _reading("reader.off", words, "warning")


def crashed(name: str, error: BaseException) -> Reading:
    """A reader has a defect."""
    what = f"{type(error).__name__}: {error}"[:300]
    words = Words(
        f"{name}: ein Fehler in Hanse hat das Lesen verhindert ({what}). {REPORT.de}",
        f"{name}: a defect of Hanse has prevented the reading ({what}). {REPORT.en}",
    )
    return _reading("reader.crashed", words)


def out_of_memory(name: str, memory_mb: int) -> Reading:
    """The item needs more memory than one file may have."""
    words = Words(
        f"{name}: das Lesen braucht mehr als {memory_mb} MB Arbeitsspeicher. Die Datei teilen, oder in hanse.toml"
        " read_memory_mb erhöhen.",
        f"{name}: reading it takes more than {memory_mb} MB of memory. Split the file, or raise read_memory_mb in"
        " hanse.toml.",
    )
    return _reading("reader.memory", words)


def timeout(name: str, seconds: int) -> Reading:
    """The item takes longer than one file may take."""
    words = Words(
        f"{name}: das Lesen hat länger als {seconds} Sekunden gedauert und wurde abgebrochen. Die Datei teilen, oder"
        " in hanse.toml read_seconds erhöhen.",
        f"{name}: reading took longer than {seconds} seconds and was stopped. Split the file, or raise read_seconds"
        " in hanse.toml.",
    )
    return _reading("reader.timeout", words)


def died(name: str, code: int | None, memory_mb: int) -> Reading:
    """The child process has ended in the middle: a crash of native code, or the system has killed it."""
    words = Words(
        f"{name}: der Leseprozess ist dabei abgestürzt (Code {code}); oft fehlt Arbeitsspeicher oder die Datei ist"
        f" beschädigt. Andere Programme schließen, oder read_memory_mb (jetzt {memory_mb}) in hanse.toml ändern, dann"
        f" erneut einlesen. {REPORT.de}",
        f"{name}: the reading process has crashed on it (code {code}); often memory is short or the file is damaged."
        f" Close other programs, or change read_memory_mb (now {memory_mb}) in hanse.toml, then read it again."
        f" {REPORT.en}",
    )
    return _reading("reader.died", words)


def too_deep(name: str, depth: int) -> Finding:
    """Things inside things inside things."""
    words = Words(
        f"{name} steckt mehr als {depth} Ebenen tief in anderen Dateien und wurde nicht gelesen. Das Archiv entpacken"
        " und den Ordner einlesen.",
        f"{name} lies more than {depth} levels deep in other files and was not read. Unpack the archive and learn the"
        " folder.",
    )
    return Finding("inside.deep", "error", words, raw=name)


def too_many(count: int) -> Finding:
    """More things inside than a file may hold."""
    words = Words(
        f"Nach {count} enthaltenen Dateien wurde aufgehört, der Rest fehlt. Das Archiv entpacken und den Ordner"
        " einlesen.",
        f"Stopped after {count} files inside, the rest is missing. Unpack the archive and learn the folder.",
    )
    return Finding("inside.many", "error", words)


def too_big(name: str, expansion_mb: int) -> Finding:
    """More bytes come out than went in, beyond the limit: a zip bomb or a very large archive."""
    words = Words(
        f"Ab {name} wurde nicht weiter entpackt: es kämen mehr als {expansion_mb} MB mehr heraus, als die Datei groß"
        " ist. Ist die Datei vertrauenswürdig, in hanse.toml read_expansion_mb erhöhen.",
        f"From {name} on nothing was unpacked: more than {expansion_mb} MB beyond the file's own size would come out."
        " If the file can be trusted, raise read_expansion_mb in hanse.toml.",
    )
    return Finding("inside.big", "error", words, raw=name)


def _reading(code: str, words: Words, severity: Severity = "error") -> Reading:
    rejected = 1 if severity == "error" else 0
    return Reading("", findings=(Finding(code, severity, words),), counts=Counts(rejected, 0, rejected))
