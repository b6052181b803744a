"""What a citation shows: its page, rows or text; and the original file."""

from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse, Response

from hanse.web.citing import TheCited
from hanse.web.desk import TheDesk
from hanse.web.visitor import SignedIn

router = APIRouter(prefix="/place")
KEEP = {"Cache-Control": "private, max-age=600"}


@router.get("")
def place(desk: TheDesk, visitor: SignedIn, cited: TheCited) -> HTMLResponse:
    """Show a place with what stands around it."""
    view = desk.rivers.places.show(cited.origin, cited.place, quote=cited.quote, account=visitor.number)
    return desk.pages.page("place.html", visitor.lang, visitor=visitor, here="", view=view, quote=cited.quote)


@router.get("/page")
def page(desk: TheDesk, visitor: SignedIn, cited: TheCited, *, band: bool = False) -> Response:
    """Return the image of the page with the place marked. band: only the strip of the page around it."""
    who = visitor.number
    image = desk.rivers.places.page(cited.origin, cited.place, quote=cited.quote, account=who, band=band)
    return Response(image, media_type="image/webp", headers=KEEP)


@router.get("/file")
def original(desk: TheDesk, visitor: SignedIn, cited: TheCited) -> Response:
    """Return the item itself, as a download that no browser opens by itself."""
    data = desk.rivers.places.original(cited.origin, account=visitor.number)
    name = cited.origin.name.replace("\\", "/").rsplit("/", 1)[-1]
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    if isinstance(data, Path):
        return FileResponse(data, media_type="application/octet-stream", headers=headers)
    return Response(data, media_type="application/octet-stream", headers=headers)
