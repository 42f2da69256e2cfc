"""
The files of `static/`, at an address with a hash of all of them: browsers cache them for ever.

The hash is called the build.
"""

import hashlib
import os
import stat
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, Response
from starlette.datastructures import Headers
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

    A page has some eighty of them, and a file that was asked for stays in memory as long as it does not change: threads
    to look for it, to open, to read and to close it would be most of the work.
    """

    def __init__(self, folder: Path, build: str) -> None:
        super().__init__(directory=folder)
        self.build = build
        self._places: dict[str, str] = {}
        self._contents: dict[str, tuple[tuple[int, int], bytes]] = {}

    async def get_response(self, path: str, scope: Scope) -> Response:
        build, _, name = path.replace("\\", "/").partition("/")
        response = self._known(name, scope) or await super().get_response(name or ".", scope)
        response.headers["Cache-Control"] = FOR_EVER if build == self.build else "no-cache"
        return response

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        place, found = super().lookup_path(path)
        if found is not None and stat.S_ISREG(found.st_mode):
            self._places[path] = place
        return place, found

    def _known(self, name: str, scope: Scope) -> Response | None:
        """The answer with a file that was found before, and is there."""
        place = self._places.get(name)
        if place is None or scope["method"] != "GET":
            return None
        try:
            return self.file_response(place, os.stat(place), scope)  # noqa: PTH116 - a path that was resolved before
        except OSError:
            return None

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """As Starlette's, with the content out of memory; a part of a file and the head alone are Starlette's own."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        is_whole = scope["method"] == "GET" and "range" not in Headers(scope=scope)
        if not is_whole or not isinstance(response, FileResponse):
            return response
        version = stat_result.st_mtime_ns, stat_result.st_size
        kept = self._contents.get(str(full_path))
        if kept is None or kept[0] != version:
            kept = self._contents[str(full_path)] = version, Path(full_path).read_bytes()
        return Response(kept[1], headers={**response.headers, "content-length": str(len(kept[1]))})


def mount(app: FastAPI, folder: Path) -> str:
    """Serve the folder, and return the address of its present files, `/static/<build>`."""
    build = build_of(folder)
    app.mount("/static", _BuildFiles(folder, build), name="static")
    return f"/static/{build}"
