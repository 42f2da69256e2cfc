"""
The files of `static/`, at an address with a hash of all of them: browsers cache them for ever.

The hash is called the build.
"""

import hashlib
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOR_EVER = "public, max-age=31536000, immutable"


def build_of(folder: Path) -> str:
    """The build of a folder: ten hex digits that depend on the name and the bytes of every file."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:10]


class _BuildFiles(StaticFiles):
    """
    The files of the folder, at `/<build>/<path>`.

    Another build than the present one gets the present files too: a cached pinned page asks for the build of its day.
    """

    def __init__(self, folder: Path, build: str) -> None:
        super().__init__(directory=folder)
        self.build = build

    async def get_response(self, path: str, scope: Scope) -> Response:
        build, _, name = path.replace("\\", "/").partition("/")
        response = await super().get_response(name or ".", scope)
        response.headers["Cache-Control"] = FOR_EVER if build == self.build else "no-cache"
        return response


def mount(app: FastAPI, folder: Path) -> str:
    """Serve the folder, and return the address of its present files, `/static/<build>`."""
    build = build_of(folder)
    app.mount("/static", _BuildFiles(folder, build), name="static")
    return f"/static/{build}"
