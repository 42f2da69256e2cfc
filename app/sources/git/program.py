"""
The program `git`, run so that nothing of a repository's own configuration runs with it.

No hook, no pager, no monitor of the file system, no signature check, no question; the user's and the machine's
configuration are not read. Only `fetch` may use the network.
"""

import os
import signal
import subprocess
from pathlib import Path

from app.sources.errors import SourceError

LIMIT = 120.0
"""Seconds that one command may take."""

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
MISSING = "git is not installed here, and a repository is read with it: apt-get install git"


class Program:
    """`git` for one repository."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()

    @property
    def name(self) -> str:
        """What sentences call the repository."""
        return self.path.name

    def command(self, *arguments: str) -> list[str]:
        """The words of a command."""
        return ["git", *OPTIONS, "-C", str(self.path), *arguments]

    def environment(self, *, network: bool = False) -> dict[str, str]:
        """The variables of a command: the process's own without Git's, so that it means this repository alone."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        kept |= {
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
            kept["GIT_ALLOW_PROTOCOL"] = "none"  # a partial clone would fetch what it lacks
        return kept

    def answer(
        self, *arguments: str, stdin: bytes = b"", limit: float = LIMIT, network: bool = False
    ) -> bytes:
        """What a command prints. Raises `SourceError`."""
        try:
            process = subprocess.Popen(
                self.command(*arguments),
                env=self.environment(network=network),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError:
            raise SourceError(MISSING) from None
        with process:
            try:
                out, error = process.communicate(stdin, timeout=limit)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)  # with what it has begun, such as ssh
                raise SourceError(
                    f"{self.name}: git {arguments[0]} took longer than {limit:g} s and was stopped"
                ) from None
            except BaseException:
                os.killpg(process.pid, signal.SIGKILL)
                raise
        if process.returncode:
            raise self.error(error.decode(errors="replace"), arguments[0])
        return out

    def error(self, said: str, command: str) -> SourceError:
        """What Git says, as a sentence of ours: its own may hold an address with a password."""
        if "not a git repository" in said or "cannot change to" in said:
            return SourceError(
                f"{self.path} is no Git repository; please name a clone or a bare mirror (git clone --mirror …)"
            )
        if "dubious ownership" in said:
            return SourceError(
                f"{self.path} belongs to another user, and Git does not read such a repository; please run "
                "Driftboard as its owner, or give it to the user that runs Driftboard (chown -R)"
            )
        return SourceError(
            f"{self.name}: git {command} failed; please run it by hand to see why: git -C {self.path} {command}"
        )
