"""A fetch takes addresses and branches from a mirror's own configuration, and runs no program that is named there."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.sources import SourceError
from app.sources.git import Repository, history
from tests.sources.git.repositories import Made
from tests.sources.git.shop import tagged

NOWHERE = "localhost:9"


class Asking(BaseHTTPRequestHandler):
    """Answers as a server of repositories that wants a password."""

    def do_GET(self) -> None:
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="shop"')
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def asking() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Asking) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/shop.git"
        server.shutdown()


class Mirror:
    """A bare clone with something new to fetch, and a trap that says when it was run."""

    def __init__(self, folder: Path) -> None:
        self.origin = tagged(folder / "shop")
        self.path = folder / "mirror.git"
        self.pwned = folder / "pwned"
        self.trap = folder / "trap"
        self.trap.write_text(f"#!/bin/sh\ntouch {self.pwned}\n")
        self.trap.chmod(0o755)
        self.origin.git("clone", "--quiet", "--mirror", f"file://{self.origin.root}", str(self.path))
        self.new = self.origin.commit("New", {"a.py": ""})

    def set(self, name: str, value: str) -> None:
        self.origin.git("-C", str(self.path), "config", name, value)

    def fetch(self) -> str:
        """What Driftboard says of its fetch; empty where that succeeds."""
        with Repository(self.path) as repository:
            try:
                repository.fetch(timeout=20)
            except SourceError as error:
                return str(error)
            return "" if repository.commit("main") == self.new else "nothing came"


def fetch_by_hand(path: Path) -> None:
    """What somebody at the keyboard does: the trap must be one."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    clean |= {"GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    clean |= {"GIT_ALLOW_PROTOCOL": "ext:file:git:http:ssh"}
    subprocess.run(["git", "-C", path, "fetch"], env=clean, timeout=20, check=False, capture_output=True)


@pytest.fixture
def mirror(tmp_path: Path) -> Mirror:
    return Mirror(tmp_path)


ADDRESS = "remote.origin.url"
TRAPS = {
    "core.sshCommand": {ADDRESS: f"ssh://{NOWHERE}/shop.git", "core.sshCommand": "{trap}"},
    "core.gitProxy": {ADDRESS: f"git://{NOWHERE}/shop.git", "core.gitProxy": "{trap}"},
    "credential.helper": {ADDRESS: "{asking}", "credential.helper": "!{trap}"},
    "credential.*.helper": {ADDRESS: "{asking}", "credential.{asking}.helper": "!{trap}"},
    "core.askPass": {ADDRESS: "{asking}", "core.askPass": "{trap}"},
    "ext::": {ADDRESS: "ext::{trap}", "protocol.ext.allow": "always"},
    "insteadOf": {"url.ext::{trap} .insteadOf": "file://", "protocol.ext.allow": "always"},
    "remote.*.vcs": {"remote.origin.vcs": "ext", ADDRESS: "{trap}", "protocol.ext.allow": "always"},
}
"""Where nothing can be fetched: the program is that which leads to the repository."""

HARMLESS = {
    "remote.*.uploadpack": {"remote.origin.uploadpack": "{trap}; git-upload-pack"},
    "core.hooksPath": {"core.hooksPath": "{hooks}"},
    "core.alternateRefsCommand": {"core.alternateRefsCommand": "{trap}"},
    "include.path": {"include.path": "{included}"},
}
"""Where the fetch succeeds, without the program."""


def laid(mirror: Mirror, settings: dict[str, str], asking: str) -> None:
    hooks = mirror.path.parent / "hooks"
    hooks.mkdir()
    shutil.copy(mirror.trap, hooks / "reference-transaction")
    included = mirror.path.parent / "included"
    included.write_text(f'[remote "origin"]\n\tuploadpack = "{mirror.trap}; git-upload-pack"\n')
    words = {"trap": mirror.trap, "asking": asking, "hooks": hooks, "included": included}
    for name, value in settings.items():
        mirror.set(name.format(**words), value.format(**words))
    if "core.alternateRefsCommand" in settings:
        other = Made(mirror.path.parent / "other")
        other.commit("Other", {"b.py": ""})
        alternates = mirror.path / "objects" / "info" / "alternates"
        alternates.write_text(f"{other.root}/.git/objects\n")


@pytest.mark.parametrize("name", [*TRAPS, *HARMLESS])
def test_no_program_of_the_mirrors_configuration_is_run(mirror: Mirror, asking: str, name: str):
    laid(mirror, (TRAPS | HARMLESS)[name], asking)

    said = mirror.fetch()

    assert not mirror.pwned.exists()
    assert (said == "") is (name in HARMLESS), said
    mirror.origin.commit("Newer", {"d.py": ""})
    fetch_by_hand(mirror.path)
    assert mirror.pwned.exists()


def test_the_setting_that_is_not_run_is_named_with_what_to_do(mirror: Mirror, asking: str):
    laid(mirror, TRAPS["core.sshCommand"], asking)

    assert mirror.fetch().endswith(
        "Its configuration has core.sshcommand, which a fetch of Driftboard does not run; please set "
        "GIT_SSH_COMMAND where Driftboard runs, or keep keys in ~/.ssh/config and passwords in ~/.netrc"
    )


def test_the_ssh_of_the_process_is_used(mirror: Mirror, monkeypatch: pytest.MonkeyPatch):
    mirror.set(ADDRESS, f"ssh://{NOWHERE}/shop.git")
    monkeypatch.setenv("GIT_SSH_COMMAND", str(mirror.trap))

    mirror.fetch()

    assert mirror.pwned.exists()


def test_a_submodule_is_not_fetched(mirror: Mirror):
    """Its configuration is its own, and none of what is switched off for the mirror counts there."""
    clone, may_be_local = mirror.path.parent / "clone", {"GIT_ALLOW_PROTOCOL": "file"}
    origin = mirror.origin
    origin.git("submodule", "--quiet", "add", str(origin.root), "theirs", env=may_be_local)
    origin.commit("Theirs", {})
    origin.git(
        "clone", "--quiet", "--recurse-submodules", f"file://{origin.root}", str(clone), env=may_be_local
    )
    trap = f"{mirror.trap}; git-upload-pack"
    origin.git("-C", str(clone / "theirs"), "config", "remote.origin.uploadpack", trap)
    origin.git("-C", str(clone), "config", "fetch.recurseSubmodules", "true")
    origin.commit("Later", {"c.py": ""})

    with Repository(clone) as repository:
        repository.fetch()

    assert not mirror.pwned.exists()
    fetch_by_hand(clone)
    assert mirror.pwned.exists()


def test_a_partial_clone_fetches_nothing_when_it_is_read(mirror: Mirror):
    part = mirror.path.parent / "part.git"
    mirror.origin.git("config", "uploadpack.allowFilter", "true")
    mirror.origin.git(
        "clone", "--quiet", "--bare", "--filter=blob:none", f"file://{mirror.origin.root}", str(part)
    )
    trap = f"{mirror.trap}; git-upload-pack"
    mirror.origin.git("-C", str(part), "config", "remote.origin.uploadpack", trap)

    with Repository(part) as repository, pytest.raises(SourceError, match="a partial clone, or damaged"):
        history.read(repository, repository.refs())

    assert not mirror.pwned.exists()
    mirror.origin.git("-C", str(part), "cat-file", "-p", "HEAD:users/migrations/0001_initial.py")
    assert mirror.pwned.exists()
