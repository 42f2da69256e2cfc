"""
The program `git`, run so that nothing of a repository's own configuration runs with it.

It runs no hook, no pager and no monitor of the file system, checks no signature and asks no question. The user's and
the machine's configuration are not read. Only `fetch` may use the network, with programs of this machine alone: `ssh`,
or what the variable GIT_SSH_COMMAND names where Driftboard runs.
"""

import os
import re
import signal
import subprocess
from pathlib import Path

from app.sources.errors import SourceError

TIMEOUT = 120.0
"""The most that one command may take, in seconds."""

OPTIONS = (
    "--no-pager",
    "--no-replace-objects",
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "log.showSignature=false"),
    *("-c", "protocol.ext.allow=never"),
    *("-c", "maintenance.auto=false"),
    *("-c", "gc.auto=0"),
)
ABSENT = re.compile(
    r"promisor|bad object|unable to (?:read|stream|unpack)|could not (?:read|parse|open)|missing (?:object|blob|tree)|"
    r"corrupt|invalid object|loose object|inflate"
)
"""Matches what Git prints where a clone lacks an object or holds a damaged one."""

FETCH_OPTIONS = (
    *("-c", "credential.helper="),
    *("-c", "core.alternateRefsCommand=true"),
)
PROTOCOLS = "file:git:http:https:ssh"
"""What a fetch may use; every other name of a protocol is that of a program."""

SSH = "ssh -oBatchMode=yes"

NOT_RUN = re.compile(
    r"core\.(?:sshcommand|gitproxy|askpass|alternaterefscommand)|credential\.(?:.*\.)?helper|remote\..*\.(?:uploadpack|vcs)",
    re.DOTALL,
)
"""Matches the names of settings that name a program for a fetch, as Git lists them."""

GIT_MISSING = "git is not installed here, and a repository is read with it: apt-get install git"


class Program:
    """`git` for one repository."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()

    @property
    def name(self) -> str:
        """The name of the repository in sentences."""
        return self.path.name

    def command(self, *arguments: str, network: bool = False) -> list[str]:
        """The words of a command line."""
        more = FETCH_OPTIONS if network else ()
        return ["git", *OPTIONS, *more, "-C", str(self.path), *arguments]

    def environment(self, *, network: bool = False) -> dict[str, str]:
        """The variables of a command: the process's own without Git's, so that it means this repository alone."""
        variables = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        variables |= {
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_NO_LAZY_FETCH": "1",
            # A folder that is no repository is not part of the one around it.
            "GIT_CEILING_DIRECTORIES": str(self.path.parent),
            "LC_ALL": "C",
        }
        if not network:
            # A partial clone would fetch what it lacks.
            return {**variables, "GIT_ALLOW_PROTOCOL": "none"}
        # Each of them has precedence over the program that the repository's configuration names.
        return variables | {
            "GIT_ALLOW_PROTOCOL": PROTOCOLS,
            "GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND") or SSH,
            "GIT_PROXY_COMMAND": "",
            "GIT_ASKPASS": "",
            "SSH_ASKPASS_REQUIRE": "never",
        }

    def output(
        self, *arguments: str, stdin: bytes = b"", timeout: float = TIMEOUT, network: bool = False
    ) -> bytes:
        """What a command prints; `timeout` is in seconds. Raises `SourceError`."""
        try:
            process = subprocess.Popen(
                self.command(*arguments, network=network),
                env=self.environment(network=network),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError:
            raise SourceError(GIT_MISSING) from None
        with process:
            try:
                stdout, stderr = process.communicate(stdin, timeout=timeout)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)  # and the processes that it has begun, such as ssh
                raise SourceError(
                    f"{self.name}: git {arguments[0]} took longer than {timeout:g} s and was stopped"
                ) from None
            except BaseException:
                os.killpg(process.pid, signal.SIGKILL)
                raise
        if process.returncode:
            raise self.error(stderr.decode(errors="replace"), arguments[0])
        return stdout

    def not_run(self, *, timeout: float) -> tuple[str, ...]:
        """The settings of the repository that name a program for a fetch, which is not run. Raises `SourceError`."""
        listed = self.output(
            "config", "--local", "--includes", "--null", "--name-only", "--list", timeout=timeout
        )
        names = {name for name in listed.decode(errors="replace").split("\0") if NOT_RUN.fullmatch(name)}
        return tuple(sorted(names))

    @property
    def absence(self) -> str:
        """The sentence for a clone that lacks what its commits name."""
        return (
            f"{self.name} lacks objects that its commits name: it is a partial clone, or damaged; please clone it "
            "whole (git clone --mirror …) and see that git fsck finds nothing"
        )

    def error(self, stderr: str, command: str) -> SourceError:
        """The error for what Git printed, as a sentence of ours: Git's may hold an address with a password."""
        if "not a git repository" in stderr or "cannot change to" in stderr:
            return SourceError(
                f"{self.path} is no Git repository; please name a clone or a bare mirror (git clone --mirror …)"
            )
        if "dubious ownership" in stderr:
            return SourceError(
                f"{self.path} belongs to another user, and Git does not read such a repository; please run "
                "Driftboard as its owner, or give it to the user that runs Driftboard (chown -R)"
            )
        if command != "fetch" and ABSENT.search(stderr):
            return SourceError(self.absence)
        return SourceError(
            f"{self.name}: git {command} failed; please run it by hand to see why: git -C {self.path} {command}"
        )
