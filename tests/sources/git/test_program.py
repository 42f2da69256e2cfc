"""The program `git`: it may be missing, slow or refuse, and nothing of a repository's configuration is run."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from app.sources import SourceError
from app.sources.git import Repository, program
from tests.sources.git.repositories import Made
from tests.sources.git.shop import error, release, tagged


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return tagged(tmp_path / "shop")


def test_a_repository_of_another_user_is_said(made: Made, monkeypatch: pytest.MonkeyPatch):
    environment = program.Program.environment

    def of_another(self: program.Program, **more: bool) -> dict[str, str]:
        return {**environment(self, **more), "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}

    monkeypatch.setattr(program.Program, "environment", of_another)

    assert "belongs to another user" in error(made.root)


def test_a_machine_without_git_is_said(made: Made, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert error(made.root).startswith("git is not installed here")
    with pytest.raises(SourceError, match="git is not installed"):
        Repository(made.root).refs()


def test_a_command_that_takes_too_long_is_stopped(
    made: Made, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")

    with pytest.raises(SourceError, match=r"shop: git fetch took longer than 0.2 s and was stopped"):
        Repository(made.root).fetch(timeout=0.2)


def test_nothing_of_the_repositorys_configuration_is_run(made: Made, tmp_path: Path):
    ran = tmp_path / "ran"
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {ran}\n")
    trap.chmod(0o755)
    made.git("config", "log.showSignature", "true")
    for name in (
        "gpg.program",
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "core.sshCommand",
        "core.askPass",
    ):
        made.git("config", name, str(trap))
    made.git("config", "core.hooksPath", str(tmp_path / "hooks"))
    (tmp_path / "hooks").mkdir()
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        shutil.copy(trap, tmp_path / "hooks" / hook)
    made.git("config", "filter.trap.smudge", str(trap))
    (made.root / ".git" / "info").mkdir(exist_ok=True)
    (made.root / ".git" / "info" / "attributes").write_text("* filter=trap diff=trap\n")
    made.git("config", "diff.trap.textconv", str(trap))
    ran.unlink(missing_ok=True)

    assert len(release(made).migrations) == 2
    with Repository(made.root) as repository:
        from app.sources.git import history

        assert history.read(repository, repository.refs()).changes
    assert not ran.exists()


def test_a_mirror_is_fetched_and_a_failure_tells_no_address(made: Made, tmp_path: Path):
    mirror = tmp_path / "mirror.git"
    made.git("clone", "--quiet", "--mirror", f"file://{made.root}", str(mirror))
    second = made.commit("Second", {"a.py": ""})

    with Repository(mirror) as repository:
        assert repository.commit("main") != second
        repository.fetch()
        assert repository.commit("main") == second
        subprocess.run(
            ["git", "-C", mirror, "remote", "set-url", "origin", "file:///me:hunter2/x"], check=True
        )
        with pytest.raises(SourceError) as caught:
            repository.fetch()
    assert "hunter2" not in str(caught.value)
    assert str(caught.value).startswith("mirror.git: git fetch failed")
