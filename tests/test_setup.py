"""What `make` does before it runs anything."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("script", ["checks", "tests"])
def test_a_set_up_that_is_done_runs_nothing(tmp_path: Path, script: str):
    for name in ("npm", "pip", "apt-get", "chromium", "initdb"):
        (tmp_path / name).write_text("#!/bin/bash\necho $0 was run\nexit 1\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    answer = subprocess.run(
        [CHECKOUT / "setup" / script],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )

    assert (answer.stdout, answer.stderr) == ("", "")


def test_running_needs_neither_postgresql_nor_a_browser():
    text = (CHECKOUT / "setup" / "runtime").read_text(encoding="utf-8")

    assert [word for word in ("postgresql", "chromium", "requirements-dev") if word in text] == []


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout in which nothing is installed; what would install something writes it to the file `log`."""
    checkout, programs = tmp_path / "checkout", tmp_path / "programs"
    shutil.copytree(CHECKOUT / "setup", checkout / "setup")
    for name in ("pyproject.toml", "package.json", "package-lock.json", ".npmrc"):
        shutil.copy(CHECKOUT / name, checkout)
    for file in CHECKOUT.glob("requirements*.txt"):
        shutil.copy(file, checkout)
    libraries = "node_modules/htmx.org/dist node_modules/cytoscape/dist"
    files = "node_modules/htmx.org/dist/htmx.min.js node_modules/cytoscape/dist/cytoscape.esm.min.mjs"
    for path, body in {
        checkout / ".venv" / "bin" / "python": 'case "$*" in *install*) echo "$*" >>log ;; esac',
        programs / "npm": f'echo "npm $*" >>log; mkdir -p {libraries}; touch {files}',
        programs / "apt-get": 'echo "apt-get $*" >>log',
    }.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/bash\n{body}\n", encoding="utf-8")
        path.chmod(0o755)
    return checkout


def run(checkout: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a script of the set-up in a bare checkout."""
    path = f"{checkout.parent / 'programs'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path}
    return subprocess.run(
        [checkout / "setup" / script], env=environment, capture_output=True, text=True, check=False
    )


def test_checking_installs_the_development_packages_and_nothing_else(bare: Path):
    answer = run(bare, "checks")

    installed = (bare / "log").read_text(encoding="utf-8").splitlines()
    assert answer.returncode == 0, answer.stderr
    assert {line.split()[-1] for line in installed} == {"requirements-dev.txt", ".", "--loglevel=error"}
    assert not (bare / ".judges").exists()


@pytest.mark.parametrize("recipe", ["check", "core"])
def test_checking_needs_neither_postgresql_nor_a_browser_nor_a_django_that_judges(recipe: str):
    text = (CHECKOUT / "setup" / "checks").read_text(encoding="utf-8").lower()
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    commands = makefile.partition(f"\n{recipe}: ")[2].partition("\n\n")[0].splitlines()[1:]

    assert [
        word for word in ("postgresql", "chromium", "django", "judge", "setup/tests") if word in text
    ] == []
    assert commands == ["\t@setup/checks", f"\t@setup/{recipe}"]


def test_the_hook_before_a_commit_runs_the_checks():
    text = (CHECKOUT / ".pre-commit-config.yaml").read_text(encoding="utf-8")

    assert re.findall(r"entry: (.*)", text) == ["make check"]


def test_each_part_runs_whatever_became_of_the_others_and_says_how_long_it_took(bare: Path):
    for name, result in {"checks": 0, "tests": 0, "check": 3, "core": 0, "pytest": 0}.items():
        (bare / "setup" / name).write_text(
            f'#!/bin/bash\necho "{name} $*" >>log; exit {result}', encoding="utf-8"
        )
    answer = run(bare, "parts")

    assert answer.returncode == 1
    ran = (bare / "log").read_text(encoding="utf-8").split("\n")[:-1]
    beside = ("tests ", "pytest real")
    assert ran.index("checks ") < ran.index("tests ") < ran.index("pytest tests")
    assert ran.index("core ") < ran.index("pytest real")
    assert [line for line in ran if line not in beside] == (
        ["checks ", "check ", "core ", "pytest tests", "pytest browser"]
    )
    assert re.sub(r" +\d+ s", "", answer.stdout).splitlines() == (
        ["packages", "checks  failed", "core", "set-up", "tests", "browser", "real", "together"]
    )


def test_the_real_projects_wait_for_the_tests_where_both_would_use_one_server(
    bare: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TEST_POSTGRES_DSN", "postgresql://one")
    for name in ("checks", "tests", "check", "core"):
        (bare / "setup" / name).write_text("#!/bin/bash\n", encoding="utf-8")
    (bare / "setup" / "pytest").write_text(
        '#!/bin/bash\n[ "$1" = real ] || sleep 0.3; echo "$1" >>log\n', encoding="utf-8"
    )

    assert run(bare, "parts").returncode == 0
    assert (bare / "log").read_text(encoding="utf-8").split() == ["tests", "real", "browser"]


def test_a_set_up_that_fails_beside_the_checks_fails_the_whole(bare: Path):
    for name, result in {"checks": 0, "tests": 3, "check": 0, "core": 0, "pytest": 0}.items():
        (bare / "setup" / name).write_text(f"#!/bin/bash\nexit {result}", encoding="utf-8")

    answer = run(bare, "parts")

    assert answer.returncode == 1
    assert "set-up        0 s  failed" in answer.stdout


def test_what_ran_beside_the_others_is_shown_whole_and_counts(bare: Path):
    for name in ("checks", "tests", "check", "core"):
        (bare / "setup" / name).write_text("#!/bin/bash\n", encoding="utf-8")
    (bare / "setup" / "pytest").write_text(
        '#!/bin/bash\n[ "$1" != real ] || { echo "1 failed"; exit 1; }\n', encoding="utf-8"
    )

    answer = run(bare, "parts")

    assert answer.returncode == 1
    assert "1 failed" in answer.stdout
    assert re.search(r"real +0 s  failed", answer.stdout)


def test_when_every_part_is_in_order_so_is_the_whole(bare: Path):
    for name in ("checks", "tests", "check", "core", "pytest"):
        (bare / "setup" / name).write_text("#!/bin/bash\n", encoding="utf-8")

    assert run(bare, "parts").returncode == 0


def test_the_folders_that_one_part_leaves_out_are_those_that_others_run():
    text = (CHECKOUT / "setup" / "pytest").read_text(encoding="utf-8")
    left_out = re.findall(r"--ignore=(tests/\w+)", text)
    others = re.findall(
        r"(?<![=\w])tests/\w+", text + (CHECKOUT / "setup" / "core").read_text(encoding="utf-8")
    )

    assert len(left_out) == 4
    assert sorted(left_out) == sorted(set(others))


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
