"""`/healthz`: says `ok` if this process answers and can read its store."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response

from app.web.server.site import CurrentSite

router = APIRouter()


@router.get("/healthz")
def health(site: CurrentSite) -> Response:
    site.store.ping()
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})
