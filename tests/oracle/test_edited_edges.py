"""
What is said to have changed between two commits is what Django loads otherwise, or it is named as not compared.

Two neighbouring commits of a small project are drawn and written by real Git. Real Django loads both, from what Git
unpacks, and tries the later one on a database that ran the earlier one. Each migration and each edge that Django has in
one of the two only must be told, or explained by a squash, or lie in what could not be compared; and nothing may be
told that Django does not have. `EDGE_EXAMPLES` is the number of pairs.
"""

import io
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.domain.difference import Difference, difference
from app.domain.difference.new_edges import Effect
from app.domain.keys import FIRST, LATEST, MigrationKey
from app.domain.release import Release
from app.sources import ReadingOptions
from app.sources.git import Repository
from tests.oracle.django_process import court
from tests.oracle.edited_projects import Project, edits, projects
from tests.oracle.event_counts import Tally, tally
from tests.oracle.shop_story import FIRST_DAY
from tests.sources.git.imported import Imported

EXAMPLES = int(os.environ.get("EDGE_EXAMPLES", "40"))
SCRIPT = Path(__file__).with_name("edges_script.py")
PAIR = re.compile(r"Migration (\S+) is applied before its dependency (\S+) on database")
Edge = tuple[MigrationKey, MigrationKey]
"""A migration and its parent."""


@dataclass(frozen=True)
class Tree:
    """What Django loads of one commit."""

    answer: Mapping[str, Any]

    @cached_property
    def keys(self) -> frozenset[MigrationKey]:
        return frozenset(map(MigrationKey.parse, self.answer["migrations"]))

    @cached_property
    def edges(self) -> frozenset[Edge]:
        return frozenset(
            (MigrationKey.parse(child), MigrationKey.parse(parent)) for child, parent in self.answer["edges"]
        )

    def listed(self, key: MigrationKey, name: str) -> frozenset[MigrationKey]:
        """A list of a migration: `dependencies`, `run_before` or `replaces`."""
        migration = self.answer["migrations"].get(str(key))
        return frozenset(MigrationKey(*pair[:2]) for pair in migration[name]) if migration else frozenset()

    def written(self, key: MigrationKey, name: str) -> list[list[str]]:
        """A list of a migration as it is written, in any order: with settings, and with what stands there twice."""
        return sorted(self.answer["migrations"][str(key)][name])

    def is_indirect(self, child: MigrationKey, parent: MigrationKey) -> bool:
        """Whether no file names this edge: `__first__`, `__latest__` or a setting stands for it."""
        named = self.listed(child, "dependencies"), self.listed(parent, "run_before")
        return parent not in named[0] and child not in named[1]

    def stands_for(self, key: MigrationKey) -> frozenset[MigrationKey]:
        """All that a squash replaces, itself or through others."""
        found: set[MigrationKey] = set()
        waiting = [key]
        while waiting:
            new = self.listed(waiting.pop(), "replaces") - found
            found |= new
            waiting += new
        return frozenset(found)


def test_every_edge_that_django_has_in_one_commit_only_is_told_or_not_compared():
    count = tally(f"Edited edges, Django {court('5.2', SCRIPT).greeting['django']}")

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),  # what is found is small, and to make it smaller takes minutes
        report_multiple_bugs=False,
        database=None,
    )
    @given(data=st.data())
    def agree(data: st.DataObject) -> None:
        before = data.draw(projects())
        after, done = data.draw(edits(before))
        folder = Path(tempfile.mkdtemp(prefix="edges-"))
        try:
            Pair(folder, before, after, done).check(count)
        finally:
            shutil.rmtree(folder)

    agree()
    if EXAMPLES >= 1000:
        count.check("compared whole", at_least=0.6)
        count.check("edges differ", at_least=0.3)


class Pair:
    """Two commits: what we say of them, and what Django has."""

    def __init__(self, folder: Path, before: Project, after: Project, done: list[str]) -> None:
        self.texts = before.texts(), after.texts()
        made = Imported(folder / "repository")
        for label, texts in zip(("before", "after"), self.texts, strict=True):
            made.commit(label, texts, time=FIRST_DAY, parent=None if label == "before" else "before")
        with Repository(made.path) as repository:
            self.releases = [repository.release(label, ReadingOptions()) for label in ("before", "after")]
        self.difference = difference(*self.releases)
        folders = {label: unpacked(made.path, label, folder / label) for label in ("before", "after")}
        self.answer = court("5.2", SCRIPT).ask({label: str(place) for label, place in folders.items()})
        self.done = done

    def check(self, count: Tally) -> None:
        count("examples")
        found = self.difference
        count("compared whole" if found.is_whole else "something not compared")
        if not found.is_whole or found.is_edited:
            count("not green")
        if any("raises" in self.answer[label] for label in ("before", "after")):
            count("Django does not load one of the two")
            assert not (found.is_empty and found.is_whole), self.context("what Django refuses is not told")
            return
        self.old, self.new = Tree(self.answer["before"]), Tree(self.answer["after"])
        count("edges differ" if self.old.edges != self.new.edges else "edges are the same")
        for key in self.old.keys ^ self.new.keys:
            assert key in told_keys(found) or self.is_open(key), self.context(f"nothing is said of {key}")
        for edge in self.new.edges - self.old.edges:
            how = self.of_new(*edge)
            assert how, self.context(f"nothing is said of the new edge {edge}")
            count(f"new edge: {how}")
        for edge in self.old.edges - self.new.edges:
            how = self.of_old(*edge)
            assert how, self.context(f"nothing is said of the edge that is gone, {edge}")
            count(f"edge that is gone: {how}")
        self.check_refusal(count)
        self.check_what_is_told()

    def is_open(self, *keys: MigrationKey) -> bool:
        """Whether one of these migrations is named as not compared, or may be meant by what is."""
        coverage = self.difference.coverage
        return bool(coverage.places) or any(
            key in coverage.unread or key.app_label in coverage.open_apps for key in keys
        )

    def is_open_edge(self, tree: Tree, child: MigrationKey, parent: MigrationKey) -> bool:
        """Whether an edge lies in what is not compared; `__first__` and `__latest__` need all of an app."""
        half_read = {key.app_label for key in self.difference.coverage.unread}
        rests_on_it = tree.is_indirect(child, parent) and half_read & {child.app_label, parent.app_label}
        return not self.difference.is_whole and bool(self.is_open(child, parent) or rests_on_it)

    def of_new(self, child: MigrationKey, parent: MigrationKey) -> str:
        """How a new edge is told; empty where it is not."""
        found = self.difference
        if child not in self.old.keys or child not in self.new.keys:
            return "of a migration that is told"
        if any((edge.child, edge.parent) == (child, parent) for edge in found.edges):
            return "told as a new edge"
        edit, parents_edit = self.edit(child), self.edit(parent)
        if edit and parent in meant(self.releases[1], edit.dependencies.added, parent):
            return "told as an edit"
        if parents_edit and child in meant(self.releases[1], parents_edit.run_before.added, child):
            return "told as an edit"
        if any(
            rename.after == parent and (child, rename.before) in self.old.edges for rename in found.renamed
        ):
            return "explained by a renamed migration"
        if self.is_moved(child, parent):
            return "explained by a squash"
        if self.is_left_to_chance(child, parent):
            return "left to chance"
        return "not compared" if self.is_open_edge(self.new, child, parent) else ""

    def of_old(self, child: MigrationKey, parent: MigrationKey) -> str:
        """How an edge that is gone is told; empty where it is not."""
        found = self.difference
        if child not in self.old.keys or child not in self.new.keys:
            return "of a migration that is told"
        edit, parents_edit = self.edit(child), self.edit(parent)
        if edit and parent in meant(self.releases[0], edit.dependencies.removed, parent):
            return "told as an edit"
        if parents_edit and child in meant(self.releases[0], parents_edit.run_before.removed, child):
            return "told as an edit"
        if parent in self.old.keys and parent not in self.new.keys:
            return "told with its migration"
        if any(move.key == child and parent in move.removed for move in found.moved):
            return "explained by a squash"
        if self.old.is_indirect(child, parent) and (
            found.settings or any(edge.child == child for edge in found.edges)
        ):
            return "told by what it stands for now"
        if self.old.is_indirect(child, parent) and found.is_edited and self.stayed(child, parent.app_label):
            return "what it stands for now was needed before"
        return "not compared" if self.is_open_edge(self.old, child, parent) else ""

    def is_left_to_chance(self, child: MigrationKey, parent: MigrationKey) -> bool:
        """
        Whether `__first__` or `__latest__` may mean a migration without a file now, which others name.

        While Django looks them up, such a one is the first or last of its app only when it has been named before.
        """
        without_file = {key for edge in self.new.edges for key in edge} - self.new.keys
        is_open = any(key.app_label == parent.app_label for key in without_file)
        return is_open and self.new.is_indirect(child, parent)

    def stayed(self, child: MigrationKey, app_label: str) -> bool:
        """Whether a migration needed one of an app before and after: `__latest__` may stand for that now."""
        return any(
            one == child and parent.app_label == app_label for one, parent in self.old.edges & self.new.edges
        )

    def edit(self, key: MigrationKey):
        """The edit of a migration, which may have another name now."""
        edits = {edit.key: edit for edit in self.difference.edited}
        edits |= {rename.before: rename.edit for rename in self.difference.renamed}
        return edits.get(key)

    def is_moved(self, child: MigrationKey, squash: MigrationKey) -> bool:
        """Whether the edge took the place of one to something for which the squash stands, as Django reads it."""
        stands_for = self.old.stands_for(squash) | self.new.stands_for(squash)
        earlier = {parent for one, parent in self.old.edges if one == child}
        is_said = any(move.key == child and squash in move.added for move in self.difference.moved)
        # Without its file the earlier edge led to the squash before.
        stood_there = bool(earlier & self.old.stands_for(squash) - self.old.keys)
        return bool(earlier & stands_for) and (is_said or stood_there)

    def check_refusal(self, count: Tally) -> None:
        """What Django refuses on a database of the earlier commit is told, and nothing else is said to be refused."""
        refused = self.answer["refused"]
        if refused is None:
            count("Django does not migrate one of the two")
            return
        found = self.difference
        told = [edge for edge in found.edges if edge.effect is Effect.REFUSED]
        if refused:
            count("Django refuses the database of the earlier commit")
            assert found.is_edited or not found.is_whole, self.context("what Django refuses is green")
            child, parent = map(MigrationKey.parse, PAIR.match(refused).groups())
            if child in self.old.keys and found.is_whole:
                is_told = (child, parent) in {(edge.child, edge.parent) for edge in told}
                assert is_told, self.context("what Django refuses is not said to be refused")
        if told and found.is_whole and not found.relabels:
            assert refused, self.context("Django refuses nothing")

    def check_what_is_told(self) -> None:
        found = self.difference
        for edge in found.edges:
            pair = (edge.child, edge.parent)
            is_new = pair in self.new.edges - self.old.edges or self.is_left_to_chance(*pair)
            assert is_new or edge.effect is Effect.REFUSED, self.context(f"{edge} is not new")
        for edit in found.edited:
            for name in ("dependencies", "run_before", "replaces"):
                if getattr(edit, name):
                    changed = self.old.written(edit.key, name) != self.new.written(edit.key, name)
                    assert changed, self.context(f"{name} of {edit.key} did not change")
        if self.old.answer == self.new.answer:
            assert not found.is_edited, self.context("nothing changed")
        if self.texts[0] == self.texts[1]:
            assert found.is_whole, self.context("two commits of the same files are one release")

    def context(self, problem: str) -> str:
        lines = [problem, f"done: {self.done}", f"Django refuses: {self.answer['refused']}"]
        for number, texts in enumerate(self.texts):
            for path, text in sorted(texts.items()):
                if text != self.texts[1 - number].get(path):
                    lines.append(f"--- {('before', 'after')[number]} {path}\n{text}")
        found = self.difference
        lines += [f"{name} = {getattr(found, name)}" for name in Difference.__dataclass_fields__]
        lines.append(
            f"unread {found.coverage.unread}, open {found.coverage.open_apps}, places {found.coverage.places}"
        )
        if "migrations" in self.answer["before"] and "migrations" in self.answer["after"]:
            for label in ("before", "after"):
                lines.append(f"edges {label}: {sorted(self.answer[label]['edges'])}")
        return "\n".join(lines)


def unpacked(repository: Path, label: str, folder: Path) -> Path:
    """The files of a commit on disk, as Git gives them."""
    done = subprocess.run(
        ["git", "-C", str(repository), "archive", "--format=tar", label], capture_output=True, check=True
    )
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def told_keys(found: Difference) -> frozenset[MigrationKey]:
    """The migrations that are said to be in one of the two commits only."""
    return frozenset(_told_keys(found))


def _told_keys(found: Difference) -> Iterator[MigrationKey]:
    yield from (*found.added, *found.removed)
    for rename in found.renamed:
        yield from (rename.before, rename.after)
    for squash in found.squashed:
        yield from (squash.key, *squash.gone)
    whole_apps = {label for relabel in found.relabels for label in (relabel.before, relabel.after)}
    whole_apps.update(found.coverage.new_apps, found.coverage.gone_apps)
    for release in (found.before, found.after):
        yield from (key for key in release.migrations if key.app_label in whole_apps)


def meant(release: Release, references, key: MigrationKey) -> frozenset[MigrationKey]:
    """`key` where one of the references names it, or may: by `__first__`, `__latest__` or a setting."""
    for reference in references:
        indirect = reference.name in (FIRST, LATEST) or reference.app_label == "__setting__"
        if reference == key or (indirect and release.app_of(reference) == key.app_label):
            return frozenset([key])
    return frozenset()
