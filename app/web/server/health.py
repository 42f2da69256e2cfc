"""
`/healthz` says that this process turns, and `/readyz` that it can do its work.

The first asks nothing and nobody. Whoever restarts what does not answer should ask it: a store that is down is not
brought back by a restart. The second is for whoever sends readers and pushes here, and for monitoring: the store can be
written, and the schedule turns. Served with `--no-collect` there is no schedule, and the store alone decides.
"""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response

from app.store.engine import StoreError
from app.web.server.one_thread import OneThread
from app.web.server.site import CurrentSite

router = APIRouter(route_class=OneThread)

FRESH = {"Cache-Control": "no-store"}


@router.get("/healthz")
async def health() -> Response:
    """Not a thread is needed for this answer: all of them may wait for the store."""
    return PlainTextResponse("ok\n", headers=FRESH)


@router.get("/readyz")
def ready(site: CurrentSite) -> Response:
    try:
        site.store.check()
    except StoreError as error:
        return _not_ready(str(error))
    if not site.is_turning():
        return _not_ready(
            "The schedule has not turned for a while: nothing is collected. Look at the log, and restart."
        )
    return PlainTextResponse("ready\n", headers=FRESH)


def _not_ready(sentence: str) -> Response:
    return PlainTextResponse(f"{sentence}\n", status_code=503, headers=FRESH)
