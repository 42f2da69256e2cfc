"""The rules that hold for the whole tree."""

import ast
import json
import re
import runpy
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
PICTURE = re.compile(r"screenshots/([\w.-]+\.(?:png|svg))")
AVOIDED = ("util", "utils", "helper", "helpers", "manager", "handler", "service", "common", "misc")


def committed(*patterns: str) -> tuple[Path, ...]:
    """The files that are in Git or about to be, sorted."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=CHECKOUT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    files = {CHECKOUT / name for name in listing.stdout.split("\0") if name}
    return tuple(sorted(file for file in files if file.is_file()))


def naming(pattern: str, files: tuple[Path, ...]) -> list[str]:
    """The lines that match, as `file:line: text`."""
    found = []
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if re.search(pattern, line):
                found.append(f"{file.relative_to(CHECKOUT)}:{number}: {line.strip()[:120]}")
    return found


def json_of(file: Path) -> dict[str, dict[str, str]]:
    return json.loads(file.read_text(encoding="utf-8"))


def test_the_import_contracts_hold():
    program = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run([program, "--no-logo"], cwd=CHECKOUT, capture_output=True, text=True, check=False)

    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_core_has_no_clock():
    assert naming(r"\.(now|utcnow|today)\(", committed("app/domain/*.py")) == []


def public_classes(*patterns: str) -> set[str]:
    """The classes that modules declare at their top, without the private ones."""
    return {
        statement.name
        for file in committed(*patterns)
        for statement in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(statement, ast.ClassDef) and not statement.name.startswith("_")
    }


def test_the_glossary_has_every_noun_of_the_core_and_no_other():
    text = (CHECKOUT / "docs" / "glossary.md").read_text(encoding="utf-8")
    section = text.partition("## The nouns of the core")[2]
    nouns = {
        noun
        for line in section.splitlines()
        if line.startswith("| `")
        for noun in re.findall(r"`(\w+)`", line.split("|")[1])
    }

    assert nouns == public_classes("app/domain/*.py")


def test_no_package_holds_more_than_a_newcomer_reads_at_a_glance():
    folders = Counter(file.parent for file in committed("app/*.py"))

    assert {
        folder.relative_to(CHECKOUT).as_posix(): number for folder, number in folders.items() if number > 15
    } == {}


@pytest.mark.parametrize(
    "file", ["README.md", "docs/architecture.md", "docs/reliability.md", "CONTRIBUTING.md"]
)
def test_every_file_that_the_map_names_is_there(file: str):
    text = (CHECKOUT / file).read_text(encoding="utf-8")
    named = re.findall(r"`((?:app|templates|static|tests|setup|alembic)/[\w./<>]+)`", text)

    assert [name for name in named if "<" not in name and not (CHECKOUT / name).exists()] == []


@pytest.mark.parametrize("word", AVOIDED)
def test_no_module_is_named_for_nothing(word: str):
    modules = committed("app/*.py", "reporter/*.py", "tests/*.py", "static/js/*.js")

    assert [module.name for module in modules if word in {module.stem, module.parent.name}] == []


def test_every_picture_the_documents_name_is_there_and_every_picture_is_named():
    documents = committed("*.md")
    named = {name for file in documents for name in PICTURE.findall(file.read_text(encoding="utf-8"))}
    there = {file.name for file in committed("docs/screenshots/*")}

    assert named == there


def test_every_link_between_documents_leads_somewhere():
    broken = [
        f"{file.relative_to(CHECKOUT)}: {link}"
        for file in committed("*.md")
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", file.read_text(encoding="utf-8"))
        if not (file.parent / link).exists()
    ]

    assert broken == []


def test_the_alembic_folder_does_not_shadow_the_library():
    assert not (CHECKOUT / "alembic" / "__init__.py").exists()


def test_no_lock_file_names_an_address():
    locks = (*committed("requirements*.txt"), *committed("package-lock.json"))

    assert naming(r"^\s*--(extra-)?index|^\s*--find-links|\"resolved\"|^[^#]*@ *https?:", locks) == []


def test_every_pinned_package_has_a_hash():
    for file in committed("requirements*.txt"):
        text = file.read_text(encoding="utf-8").replace("\\\n", " ")
        bare = [line for line in text.splitlines() if line.strip() and "--hash=sha256:" not in line]
        assert bare == [], file.name


def test_no_third_party_file_is_committed():
    assert committed("static/vendor", "node_modules", ".judges", ".venv") == ()


def test_the_cdn_hashes_are_those_of_the_installed_bytes():
    entries = runpy.run_path(str(CHECKOUT / "setup" / "cdn.py"))["entries"]()
    written = json_of(CHECKOUT / "static" / "cdn.json")

    assert written == entries


def test_the_pages_own_copies_are_the_bytes_of_the_cdn():
    libraries = runpy.run_path(str(CHECKOUT / "setup" / "cdn.py"))["LIBRARIES"]
    for name, entry in json_of(CHECKOUT / "static" / "cdn.json").items():
        package, path = libraries[name]
        installed = CHECKOUT / "node_modules" / package / path

        assert (CHECKOUT / "static" / entry["local"]).read_bytes() == installed.read_bytes()


def test_the_recipes_that_the_documents_name_exist():
    recipes = set(
        re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    named = {
        name
        for file in committed("*.md")
        for name in re.findall(r"`make ([a-z-]+)`", file.read_text(encoding="utf-8"))
    }

    assert named <= recipes
