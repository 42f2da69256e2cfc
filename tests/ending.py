"""What lives until the end of a run: processes that serve many tests, and the folder for all that is temporary."""

import atexit
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

DISK = Path("/tmp")  # noqa: S108 - nothing has a name there that others could guess and use
MEMORY = Path("/dev/shm")  # noqa: S108
"""Where nobody waits for a disk: a commit is written at once, and there are very many."""

ROOM = 4 * 2**30
"""So many bytes a run may need."""

PREFIX = "driftboard-tests-"

AT_THE_END = ExitStack()
"""What is closed when the last test of this process is over, and of a script when it ends."""

atexit.register(AT_THE_END.close)


def folder_until_the_end() -> Path:
    """A temporary folder of this process."""
    return Path(AT_THE_END.enter_context(tempfile.TemporaryDirectory()))


def base_folder() -> Path:
    """The folder of this run; outside of one that of the system, not of TMPDIR: servers enter it as another user."""
    now = tempfile.gettempdir()
    return Path(now) if PREFIX in now else DISK


def _best_base() -> Path:
    """Memory, where it has the room and programs may be run in it."""
    try:
        facts = os.statvfs(MEMORY)
    except OSError:
        return DISK
    is_fit = facts.f_bavail * facts.f_frsize >= ROOM and not facts.f_flag & os.ST_NOEXEC
    return MEMORY if is_fit and os.access(MEMORY, os.W_OK) else DISK


class RunFolder:
    """
    The folder for temporary files of one process of the tests, and of those that it starts: none leaves any elsewhere.

    A process of pytest-xdist has its own in that of the process which started it. `close` removes it with all that is
    in it. What a process that was killed could not remove, the next run does.
    """

    def __init__(self) -> None:
        for folder in (*DISK.glob(f"{PREFIX}*"), *MEMORY.glob(f"{PREFIX}*")):
            if not _is_alive(folder.name.removeprefix(PREFIX)):
                shutil.rmtree(folder, ignore_errors=True)
        base = base_folder() if PREFIX in tempfile.gettempdir() else _best_base()
        self.path = base / f"{PREFIX}{os.getpid()}"
        self.path.mkdir(mode=0o711)
        self.path.chmod(0o711)  # whatever the umask is: servers enter it as another user
        self._before = os.environ.get("TMPDIR")
        os.environ["TMPDIR"] = tempfile.tempdir = str(self.path)

    @property
    def left(self) -> list[str]:
        """What is still there, beside pytest's own folders: those of `tmp_path`."""
        return sorted(path.name for path in self.path.iterdir() if not path.name.startswith("pytest-of-"))

    def close(self) -> None:
        tempfile.tempdir = None
        if self._before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = self._before
        shutil.rmtree(self.path, ignore_errors=True)


def _is_alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
