"""The files of `static/`, under an address with a hash of all of them, so that a browser may keep them for ever."""

import hashlib
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOR_EVER = "public, max-age=31536000, immutable"


def build_of(folder: Path) -> str:
    """Ten digits over the names and bytes of every file."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:10]


class _Files(StaticFiles):
    """The folder, whatever build the address names: a pinned page kept by a browser asks for the build of its day."""

    def __init__(self, folder: Path, build: str) -> None:
        super().__init__(directory=folder)
        self.build = build

    async def get_response(self, path: str, scope: Scope) -> Response:
        build, _, name = path.replace("\\", "/").partition("/")
        answer = await super().get_response(name or ".", scope)
        answer.headers["Cache-Control"] = FOR_EVER if build == self.build else "no-cache"
        return answer


def mount(app: FastAPI, folder: Path) -> str:
    """Serve the folder; the answer is the address under which its files are now."""
    build = build_of(folder)
    app.mount("/static", _Files(folder, build), name="static")
    return f"/static/{build}"
