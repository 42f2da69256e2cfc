"""What `driftboard serve` and `demo` do before the first page: see that the port is free, read the code, warm up."""

import asyncio
import errno
import socket
from collections.abc import Callable
from datetime import datetime
from threading import Thread

import structlog
from starlette.types import ASGIApp

from app.cli.follow import problems, report_lines
from app.cli.output import console, stop
from app.config import Project, Settings
from app.domain.english import count, listed
from app.jobs import releases as release_jobs
from app.jobs.follow import follow
from app.notify.channel import INSTALL, is_installed
from app.store.engine import Store
from app.web.server.door import NO_SIGN_IN, Listening
from app.web.server.download.answer import answer_of
from app.web.urls.pages import home

log = structlog.get_logger(__name__)

MAX_NAMES = 5
"""Further releases are counted."""


def refuse_busy_port(host: str, port: int) -> None:
    """End the command with a sentence if nobody can listen at this address: nothing is read before that is known."""
    if not 0 <= port < 2**16:
        stop(f"--port is a number up to 65535, not {port}.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server will
            probe.bind(address)
            probe.listen()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            stop(f"Port {port} of {host} is in use. Stop what listens there, or choose another with --port.")
        if error.errno == errno.EACCES:
            stop(f"Port {port} is for the administrator alone. Choose one above 1023 with --port.")
        stop(f"{host} is no address of this machine. Choose another with --host.")


def refuse_without_sign_in(listening: Listening, settings: Settings | None) -> None:
    """End the command with a sentence where others than this machine would see everything, and nobody asked for it."""
    if listening.is_loopback or (settings is not None and settings.access.user_header):
        return
    if not listening.without_sign_in:
        stop(NO_SIGN_IN)
    log.warning("no_sign_in", host=listening.host, consequence="whoever reaches this address sees everything")


def refuse_without_apprise(settings: Settings) -> None:
    """End the command with a sentence where a rule in `[notify]` has nothing to send its messages with."""
    if settings.notify and not is_installed():
        stop(INSTALL)


def read_code(store: Store, settings: Settings, *, now: Callable[[], datetime]) -> None:
    """Read the releases and repositories of all projects, and say what is read and what cannot be, as it goes."""
    for project in settings.projects:
        console.print(f"{project.slug}: {_what(project)}.", markup=False)
    release_jobs.add_all(store, settings, now=now, report=_say_release)
    for project in settings.projects:
        if project.repository is None:
            continue
        console.print(
            f"{project.slug}: reading the repository {project.repository.reading.path.name} …", markup=False
        )
        result = follow(store, project, now=now)
        for line in report_lines(result)[-1:]:
            console.print(line, markup=False)
        for problem in problems(result):
            console.print(problem, style="yellow", markup=False)


def warm_up(app: ASGIApp, settings: Settings) -> Thread:
    """
    Ask for the list of projects and for every fleet, beside the server.

    The first reader need not wait until histories are read out of the store and compared. Who comes earlier waits as
    long as that takes, and sees the same.
    """
    addresses = ["/", *(home(project.slug) for project in settings.projects)]

    def ask() -> None:
        try:
            for address in addresses:
                asyncio.run(answer_of(app, address))
        except Exception as error:  # noqa: BLE001 - the pages say for themselves what is wrong
            log.warning("warming_up.failed", error=type(error).__qualname__)

    thread = Thread(target=ask, name="warm-up", daemon=True)
    thread.start()
    return thread


def _what(project: Project) -> str:
    """`2 releases (v1.1, v1.2), a repository, 60 environments`."""
    labels = [source.label for source in project.releases]
    parts = [f"{count(len(labels), 'release')} ({listed(labels, MAX_NAMES)})"] if labels else []
    if project.repository is not None:
        parts.append("a repository")
    return ", ".join([*parts, count(len(project.environments), "environment")])


def _say_release(result: release_jobs.AddResult) -> None:
    name = f"{result.project} {result.label}"
    if result.release is None:
        console.print(f"{name}: {result.problem}", style="yellow", markup=False)
    else:
        console.print(f"{name}: {count(len(result.release.migrations), 'migration')} read.", markup=False)
