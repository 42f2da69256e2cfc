"""What `make` does before it runs anything."""

import os
import subprocess
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def shell(script: str, folder: Path, *programs: str) -> subprocess.CompletedProcess[str]:
    """Run a script that sees the functions of the set-up, bash's own commands, and these programs."""
    for program in programs:
        name, _, body = program.partition(": ")
        (folder / name).write_text(f"#!/bin/bash\n{body}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    # The rest of the PATH is needed for `dirname` alone.
    (folder / "dirname").symlink_to("/usr/bin/dirname")
    command = ["/bin/bash", "-c", f". setup/lib.sh; {script}"]
    return subprocess.run(
        command, cwd=CHECKOUT, env={"PATH": str(folder)}, capture_output=True, text=True, check=False
    )


def test_a_set_up_that_is_done_runs_nothing(tmp_path: Path):
    for name in ("npm", "pip", "apt-get", "chromium", "initdb"):
        (tmp_path / name).write_text("#!/bin/bash\necho $0 was run\nexit 1\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    answer = subprocess.run(
        [CHECKOUT / "setup" / "tests"],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )

    assert (answer.stdout, answer.stderr) == ("", "")


def test_running_needs_neither_postgresql_nor_a_browser():
    text = (CHECKOUT / "setup" / "runtime").read_text(encoding="utf-8")

    assert [word for word in ("postgresql", "chromium", "requirements-dev") if word in text] == []


def test_an_old_python_is_named_and_refused(tmp_path: Path):
    answer = shell("python", tmp_path, 'python3: [ "$1" = --version ] && echo Python 3.9.2; exit 1')

    assert answer.returncode == 1
    assert "Python 3.11 or newer is needed, and Python 3.9.2 was found" in answer.stderr


def test_a_newer_python_beside_an_old_one_is_found(tmp_path: Path):
    answer = shell("python", tmp_path, "python3: exit 1", "python3.13: exit 0")

    assert (answer.returncode, answer.stdout) == (0, "python3.13")


def test_who_may_not_install_is_told_the_command(tmp_path: Path):
    answer = shell("apt chromium fonts", tmp_path, "apt-get: exit 0", "id: echo 1000", "sudo: exit 1")

    assert answer.returncode == 1
    assert "please run: sudo apt-get install --no-install-recommends chromium fonts" in answer.stderr


def test_root_installs_by_itself(tmp_path: Path):
    log = tmp_path / "log"
    answer = shell(
        "apt chromium",
        tmp_path,
        f'apt-get: echo "$@" >>{log}',
        "id: echo 0",
        f'env: shift; exec {tmp_path}/"$@"',
    )

    assert answer.returncode == 0, answer.stderr
    assert log.read_text(encoding="utf-8").split()[-1] == "chromium"


def test_a_system_without_apt_is_told_what_to_install(tmp_path: Path):
    answer = shell("apt chromium", tmp_path)

    assert answer.returncode == 1
    assert "please install (in your system's way): chromium" in answer.stderr


def test_the_ci_runs_what_the_readme_names():
    assert os.access(CHECKOUT / ".ci" / "run", os.X_OK)
    assert "exec make test" in (CHECKOUT / ".ci" / "run").read_text(encoding="utf-8")
    assert "`make test`" in (CHECKOUT / "README.md").read_text(encoding="utf-8")
