"""Following the steps that `driftboard ways` prints, as a person would, in the checkout of a real project."""

import json
import re
from pathlib import Path

import pytest

from tests.advice.project import Project
from tests.cli.command_line import run
from tests.oracle.django_versions import judge
from tests.ways.databases import ERRORS, run_script


def without(text: str, entry: str) -> str:
    return text.replace(f"{entry}, ", "").replace(f", {entry}", "").replace(entry, "")


def without_all(text: str, entries: str) -> str:
    for entry in re.findall(r"\(.*?\)", entries):
        text = without(text, entry)
    return text


EDITS = (
    (r"In (\S+), take (\(.*\)) out of [a-z_ ]+\.", without_all),
    (r"In (\S+), take replaces out\.", lambda text: re.sub(r"replaces = .*", "", text)),
    (r"In (\S+), name (\(.*?\)) in place of (\(.*?\))\.", lambda text, new, old: text.replace(old, new)),
    (
        r"In (\S+), name (\(.*?\)) in dependencies in place of others of the app\.",
        lambda text, new: re.sub(r"dependencies = .*", f"dependencies = [{new}]", text),
    ),
)


def ask(project: Project, *words: str) -> dict:
    """What `driftboard ways` prints as JSON of what is committed and what the database holds now."""
    words = ("--repository", str(project.folder), "--ref", "HEAD", "--django", project.django, *words)
    if project.site.exists():
        words += ("--root", str(project.site))
    result = run("ways", project.folder, project.url, *words, "--format", "json")
    assert result.stdout, (result.stderr, result.exception)
    return json.loads(result.stdout)


def promise(document: dict) -> dict:
    """What a document says of the present, in the form of what a way promises."""
    codes = {finding["code"] for way in document["ways"] for finding in way["for"]}
    codes |= {finding["code"] for finding in document["without"]}
    return {"verdict": document["verdict"], "findings": sorted(codes)}


def follow(project: Project, steps: list[dict]) -> None:
    """Do what each step says; what is checked out for a command goes again, what is edited is committed."""
    for step in steps:
        if step["kind"] == "sql":
            run_script(project.url, step["text"])
        elif step["kind"] == "command":
            _type(project, step)
        elif step["kind"] == "code":
            _edit(project, step["text"])
            project.must("git add -A", "git commit -q --allow-empty -m edit")


def follow_back(project: Project, undo: list[str]) -> bool:
    """Take the steps back; False where the only way back is a backup."""
    for text in undo:
        place, _, command = text.partition(": ")
        if text == "Restore the backup.":
            return False
        if text.startswith("Take the edit back"):
            project.must(f"git checkout -q {project.start} -- .", "git commit -q --allow-empty -am back")
        elif place.startswith("on ") and command.startswith("python"):
            follow(project, [{"kind": "command", "text": command, "release": place.removeprefix("on ")}])
        elif text.startswith("-- "):
            run_script(project.url, text)
        else:
            pytest.fail(f"what step back is this? {text}")
    return True


def _type(project: Project, step: dict) -> None:
    start = project.run("git rev-parse HEAD").stdout.strip()
    is_elsewhere = step["release"] not in (None, "HEAD")
    if is_elsewhere:
        project.must(f"git checkout -q {step['release']}")
    typed = project.run(step["text"], answers="y\n")
    assert typed.returncode == 0, (step["text"], typed.stdout, typed.stderr)
    if is_elsewhere:
        project.must(f"git checkout -q {start}")
    elif project.run("git status --porcelain").stdout:
        project.must("git add -A", "git commit -q -m merge")


def _edit(project: Project, text: str) -> None:
    if text.startswith("git"):
        project.must(text)
    elif text.startswith("Delete "):
        Path(project.site.parent / text.removeprefix("Delete ").removesuffix(".")).unlink()
    elif "Django" in text:
        project.django = re.search(r"\d+\.\d+", text)[0]
        project.judge = judge(project.django)
    else:
        for sentence in re.findall(r"In .*?\.(?= In |$)", text):
            _change(project, sentence)


def _change(project: Project, sentence: str) -> None:
    for pattern, change in EDITS:
        match = re.fullmatch(pattern, sentence)
        if match:
            file, *words = (group for group in match.groups() if group)
            path = project.folder / file
            text = path.read_text()
            path.write_text(change(text, *words))
            assert path.read_text() != text, sentence
            return
    pytest.fail(f"no edit is known for {sentence}")


def is_refused(project: Project, script: str) -> str:
    """The words of the error with which a script ends; fails where it ends well."""
    with pytest.raises(ERRORS) as caught:
        run_script(project.url, script)
    return str(caught.value)
