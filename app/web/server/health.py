"""`/healthz`: whether this process answers and its store can be read."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response

from app.web.server.site import SiteOf

router = APIRouter()


@router.get("/healthz")
def health(site: SiteOf) -> Response:
    site.store.ping()
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})
