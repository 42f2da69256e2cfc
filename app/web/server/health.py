"""`/healthz`: whether this process answers and its store can be read."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response
from sqlalchemy import text

from app.web.server.site import SiteOf

router = APIRouter()


@router.get("/healthz")
def health(site: SiteOf) -> Response:
    with site.store.reading() as session:
        session.execute(text("SELECT 1"))
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})
