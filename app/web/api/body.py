"""The body of a request, counted while it arrives, and not awaited for ever."""

import asyncio

from fastapi import Request
from starlette.requests import ClientDisconnect

from app.domain.json_values import preview
from app.web.server.errors import ProgramRefused

SECONDS = 60
"""How long all of a body may take to arrive: 32 MB at 4 megabits a second."""


async def read(request: Request, *, what: str, max_bytes: int) -> bytes:
    """
    The body of the request. `what` names what is sent in the sentence of one that is too long: "A manifest".

    Raises `ProgramRefused` as soon as it is longer than `max_bytes`; before the first byte, where its length says so.
    Also when it has not arrived in `SECONDS`.
    """
    return await _read(request, what=what, max_bytes=max_bytes, keep=True)


async def drain(request: Request, *, what: str, max_bytes: int) -> None:
    """
    Let the body of a refused request arrive, and keep nothing of it. Raises as `read`.

    Its sender would see a broken connection instead of the refusal, if the answer came before the request has ended.
    """
    await _read(request, what=what, max_bytes=max_bytes, keep=False)


async def _read(request: Request, *, what: str, max_bytes: int, keep: bool) -> bytes:
    if "Content-Length" in request.headers and "Transfer-Encoding" in request.headers:
        raise ProgramRefused(
            400, "The request says its length in two ways, which a proxy may take for two requests."
        )
    encoding = request.headers.get("Content-Encoding", "identity")
    if keep and encoding.strip().lower() not in ("", "identity"):
        await drain(request, what=what, max_bytes=max_bytes)
        raise ProgramRefused(
            415, f"{what} is sent as it is: without Content-Encoding, which is {preview(encoding)} here."
        )
    content_length = request.headers.get("Content-Length", "")
    announced = int(content_length[:19]) if content_length.isdecimal() else 0
    received = 0
    chunks: list[bytes] = []
    try:
        if announced <= max_bytes:
            async with asyncio.timeout(SECONDS):
                async for chunk in request.stream():
                    received += len(chunk)
                    if received > max_bytes:
                        break
                    if keep:
                        chunks.append(chunk)
    except TimeoutError:
        raise ProgramRefused(408, f"{what} that is pushed has {SECONDS} seconds to arrive.") from None
    except ClientDisconnect:
        raise ProgramRefused(400, "The connection was closed before all was sent.") from None
    if max(announced, received) > max_bytes:
        raise ProgramRefused(413, f"{what} that is pushed has at most {max_bytes:,} bytes.")
    return b"".join(chunks)
