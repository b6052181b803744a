"""The import report (Prüfbericht) of a source: its files, one file, what an import changed; and all of it as PDF."""

from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from hanse.flow import report
from hanse.flow.report import Extent
from hanse.store import imports
from hanse.web.desk import Desk, TheDesk
from hanse.web.visitor import SignedIn, Visitor

FILES = 20  # on a page
EACH = 5  # findings of a sort for each of them
ALONE = 200  # for one file
CHANGES = 50
RUNS = 50
router = APIRouter(prefix="/sources/{source}")
After = Annotated[int, Query(ge=0, le=2**40)]
Path = Annotated[str, Query(max_length=4000)]


@router.get("")
def source_page(
    desk: TheDesk, visitor: SignedIn, source: int, *, attention: bool = False, after: After = 0
) -> HTMLResponse:
    """Show a source's report: what went in and came out, what changed, and its files, the worst first."""
    extent = Extent(FILES, FILES, EACH, after, attention=attention)
    made = report.of_source(desk.store, source, account=visitor.number, extent=extent)
    there = made.totals.attention if attention else made.totals.files
    values = {"made": made, "attention": attention, "more": after + FILES if there > after + FILES else 0}
    return _shown(desk, visitor, "report.html", values)


@router.get("/file")
def file_page(desk: TheDesk, visitor: SignedIn, source: int, path: Path, after: After = 0) -> HTMLResponse:
    """Show the report of one file with all its findings, and what the latest import did to it."""
    extent = Extent(findings=ALONE, skip=after, path=path)
    made = report.of_source(desk.store, source, account=visitor.number, extent=extent)
    file = made.files[0].file
    longest = max(file.decisions, file.told, file.problems, file.checks.all)
    values = {"made": made, "more": after + ALONE if longest > after + ALONE else 0}
    return _shown(desk, visitor, "report_file.html", values)


@router.get("/imports")
def imports_page(
    desk: TheDesk, visitor: SignedIn, source: int, before: Annotated[int | None, Query(ge=1, le=2**62)] = None
) -> HTMLResponse:
    """List the imports of a source, newest first."""
    linked = report.visible(desk.store, source, account=visitor.number)
    runs = imports.of_source(desk.store, source, limit=RUNS, before=before)
    values = {"linked": linked, "runs": runs, "more": runs[-1].id if len(runs) == RUNS else None}
    return _shown(desk, visitor, "imports.html", values)


@router.get("/imports/{run}")
def import_page(desk: TheDesk, visitor: SignedIn, source: int, run: int, after: After = 0) -> HTMLResponse:
    """Show what an import did to which file, and which rows it changed."""
    linked = report.visible(desk.store, source, account=visitor.number)
    changes = report.of_import(desk.store, source, run, Extent(changes=CHANGES, after=after))
    more = after + CHANGES if changes and changes.run.files > after + CHANGES else 0
    return _shown(desk, visitor, "import.html", {"linked": linked, "changes": changes, "more": more})


@router.get("/report.pdf")
def paper(desk: TheDesk, visitor: SignedIn, source: int, path: Path = "", *, attention: bool = False) -> Response:
    """Return the report as PDF, of the whole source or of one file."""
    from hanse.flow import reportpaper  # noqa: PLC0415 - reportlab takes its time to load

    extent = Extent(findings=reportpaper.EACH, changes=reportpaper.CHANGES, attention=attention, path=path or None)
    made = report.of_source(desk.store, source, account=visitor.number, extent=extent)
    name = "Pruefbericht.pdf" if visitor.lang == "de" else "Import report.pdf"
    headers = {"Content-Disposition": f"inline; filename*=UTF-8''{quote(name)}"}
    return Response(reportpaper.pdf([made], visitor.lang), media_type="application/pdf", headers=headers)


def of_file(source: int, path: str, page: str = "file") -> str:
    """Return the address of a file's report, or of its PDF."""
    return f"/sources/{source}/{page}?" + urlencode({"path": path})


def _shown(desk: Desk, visitor: Visitor, template: str, values: dict[str, object]) -> HTMLResponse:
    return desk.pages.page(template, visitor.lang, visitor=visitor, here="sources", of_file=of_file, **values)
