"""A small real project whose apps have names of their own, on a database of any kind."""

import os
import re
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess
from urllib.parse import unquote, urlsplit

import psycopg
import pymysql

from app import collect, sources
from app.config import Secret
from app.domain.history import History
from app.domain.manifest import dumps
from app.domain.release import Release
from tests.advice.project import Project, write
from tests.oracle.django_versions import CHECKOUT

SERVER_SETTINGS = """
import sys
from urllib.parse import unquote, urlsplit

sys.path.append({drivers!r})
try:
    import pymysql
except ImportError:
    pass
else:
    # PyMySQL stands in for mysqlclient; Django asks for a version of that.
    pymysql.version_info = (2, 2, 7, "final", 0)
    pymysql.install_as_MySQLdb()
_url = urlsplit(os.environ["SERVER_DATABASE"])
DATABASES = {{
    "default": {{
        "ENGINE": "django.db.backends." + {{"mysql": "mysql", "mariadb": "mysql"}}.get(_url.scheme, "postgresql"),
        "NAME": unquote(_url.path[1:]),
        "USER": unquote(_url.username or ""),
        "PASSWORD": unquote(_url.password or ""),
        "HOST": _url.hostname,
        "PORT": str(_url.port or ""),
        "OPTIONS": {options!r},
    }}
}}
"""


class NamedProject(Project):
    """A project whose apps `users` and `orders` have other names; `server` is the URL of a database, if not SQLite."""

    def __init__(
        self,
        folder: Path,
        django: str,
        names: tuple[str, str],
        *,
        server: str = "",
        options: Mapping[str, str] | None = None,
    ) -> None:
        self.names = dict(zip(("users", "orders"), names, strict=True))
        self.server = server
        self.options = dict(options or {})
        self.manifests: list[str] = []
        super().__init__(folder, django)

    def named(self, text: str) -> str:
        return re.sub(r"users|orders", lambda match: self.names[match[0]], text)

    def release(self, tag: str, files: Mapping[str, str]) -> None:
        super().release(tag, {self.named(key): self.named(text) for key, text in files.items()})
        if self.server:
            settings = self.folder / "conf" / "settings.py"
            drivers = "drivers-3.2" if self.django == "3.2" else "drivers"
            more = SERVER_SETTINGS.format(drivers=str(CHECKOUT / ".judges" / drivers), options=self.options)
            write(settings, settings.read_text() + more)
        self.manifests.append(dumps(self.read()))

    def run(self, command: str, *, answers: str = "") -> CompletedProcess[str]:
        words = self.named(command)
        if self.server and words.startswith("python"):
            words = f"SERVER_DATABASE={self.server} {words}"
        return super().run(words, answers=answers)

    def _sql(self, statement: str) -> CompletedProcess[str]:
        if not self.server:
            return super()._sql(statement)
        url = urlsplit(self.server)
        if url.scheme == "postgresql":
            connection = psycopg.connect(self.server, connect_timeout=10)
        else:
            connection = pymysql.connect(
                host=url.hostname,
                port=url.port or 3306,
                user=unquote(url.username or ""),
                password=unquote(url.password or ""),
                database=url.path[1:],
                ssl_disabled=True,
            )
        with closing(connection), connection.cursor() as cursor:
            cursor.execute(statement)
            connection.commit()
        return CompletedProcess(statement, 0, "", "")

    def read(self) -> Release:
        return sources.read(self.folder, sources.ReadingOptions(django=self.django))

    def history(self) -> History:
        """What the ordinary collector reads of the database."""
        return collect.history(Secret(self.server or f"sqlite:///{self.database}"))

    def without_paths(self, text: str) -> str:
        """What was printed, with the paths of a usual server in place of this machine's."""
        library = f"/usr/local/lib/python{self.judge.python_version}"
        own = Path(os.path.realpath(self.judge.python)).parent.parent / "lib"
        text = text.replace(str(self.folder), "/srv/shop").replace(
            str(self.judge.folder), f"{library}/site-packages"
        )
        text = re.sub(re.escape(str(own)) + r"/python3\.\d+", library, text)
        text = re.sub(r"(/[\w.-]+)+/\.judges/[\w.-]+/", f"{library}/site-packages/", text)
        return re.sub(r'"(?:/[\w.-]+)+/lib/python3\.\d+/', f'"{library}/', text)
