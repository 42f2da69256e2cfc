"""
The blame of every edge of a repository, first and after ten more commits, and how it grows with the commits.

    first        every commit read, the first label of each, and the blame of every edge that is there
    kept         the same put into a store, a SQLite file
    opened       taken out of the store again
    ten more     ten further commits read, kept, and every edge blamed again

The repository is made by `git fast-import`: 40 apps; commits add migrations, edit dependencies, rename and delete,
one in ten changes nothing of the kind, one in twenty-five is a merge of a branch, and one in a hundred has a tag.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from app.domain.provenance.blame import blame  # noqa: E402
from app.domain.provenance.code_history import NO_HISTORY, CodeHistory  # noqa: E402
from app.sources.git import Repository  # noqa: E402
from app.sources.git.history import read, together  # noqa: E402
from app.store import codehistory  # noqa: E402
from app.store.engine import Store, open_store  # noqa: E402

SIZES = (1250, 2500, 5000)
MORE = 10
APPS = 40
NOW = datetime(2026, 6, 19, tzinfo=UTC)
TEXT = """from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = {dependencies!r}

    operations = [
        migrations.AddField("model{number}", "field{number}", models.CharField(max_length={number})),
        migrations.AlterField("model{number}", "other{number}", models.IntegerField(default={number})),
    ]
"""


class Story:
    """The commits as `git fast-import` reads them."""

    def __init__(self) -> None:
        self.draw = random.Random(1)  # noqa: S311 - shapes, not secrets
        self.stream = bytearray()
        self.files: dict[str, list[tuple[str, str]]] = {}
        self.numbers: dict[str, int] = {}
        self.mark = 0
        self.head = 0

    def commit(self) -> None:
        """One commit on main; now and then one on a branch, and the merge."""
        if self.head and self.draw.random() < 0.04:
            changes = self._changes()
            self._written("side", self.head, None, changes)
            self._written("main", self.head, self.mark, changes)  # fast-import merges no files by itself
        else:
            self._written("main", self.head, None, self._changes())
        self.head = self.mark
        if self.mark % 100 == 0:
            self.stream += b"reset refs/tags/v%d\nfrom :%d\n\n" % (self.mark // 100, self.head)

    def _written(self, branch: str, parent: int, merged: int | None, changes: bytes) -> None:
        self.mark += 1
        when = 1_700_000_000 + self.mark * 3_600
        self.stream += b"commit refs/heads/%s\nmark :%d\n" % (branch.encode(), self.mark)
        self.stream += b"committer Mara <mara@shop.example> %d +0200\n" % when
        subject = b"Commit %d" % self.mark
        self.stream += b"data %d\n%s\n" % (len(subject), subject)
        if parent:
            self.stream += b"from :%d\n" % parent
        if merged:
            self.stream += b"merge :%d\n" % merged
        self.stream += changes + b"\n"

    def _changes(self) -> bytes:
        kind = self.draw.random()
        app = f"app{self.draw.randrange(APPS):02}"
        own = self.files.setdefault(app, [])
        if kind < 0.1:
            return _file("README", str(self.mark))
        if kind < 0.3 and own:
            path, name = self.draw.choice(own)
            return _file(path, self._text(app, before=None, number=self.numbers[path]))
        if kind < 0.34 and own:
            path, name = own.pop(self.draw.randrange(len(own)))
            renamed = f"{app}/migrations/{name}_again.py"
            own.append((renamed, f"{name}_again"))
            self.numbers[renamed] = self.numbers[path]
            return f"R {path} {renamed}\n".encode()
        if kind < 0.36 and len(own) > 5:
            path, _ = own.pop(self.draw.randrange(len(own)))
            return f"D {path}\n".encode()
        name = f"{len(own) + 1:04}_step_{self.mark}"
        path = f"{app}/migrations/{name}.py"
        self.numbers[path] = self.mark
        text = self._text(app, before=own[-1][1] if own else None, number=self.mark)
        own.append((path, name))
        return _file(f"{app}/migrations/__init__.py", "") + _file(path, text)

    def _text(self, app: str, *, before: str | None, number: int) -> str:
        other = self.draw.choice([label for label, own in self.files.items() if own] or [app])
        dependencies = [(app, before)] if before else []
        if self.files[other]:
            dependencies.append((other, self.draw.choice(self.files[other])[1]))
        return TEXT.format(dependencies=dependencies, number=number)


def _file(path: str, text: str) -> bytes:
    content = text.encode()
    return b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(content), content)


def imported(folder: Path, stream: bytes) -> None:
    marks = [f"--import-marks-if-exists={folder}/marks", f"--export-marks={folder}/marks"]
    command = ["git", "-C", str(folder), "fast-import", "--quiet", "--force", *marks]
    subprocess.run(command, input=stream, check=True)


def blamed(history: CodeHistory) -> int:
    """Every edge that is there at main."""
    head = next(ref.commit for ref in history.refs if ref.label == "main")
    return sum(len(blame(history, key, head=head).edges) for key in history.by_key)


def main() -> None:
    print("commits  migrations  edges   first s  ms a commit   kept s  opened s  ten more s")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            measured(Path(name), size)


def measured(folder: Path, size: int) -> None:
    shop = folder / "shop.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(shop)], check=True)
    story = Story()
    while story.mark < size:
        story.commit()
    imported(shop, bytes(story.stream))
    with open_store(f"sqlite:///{folder}/driftboard.db") as store:
        start = time.perf_counter()
        with Repository(shop) as repository:
            history = read(repository, repository.refs())
        edges = blamed(history)
        first = time.perf_counter() - start
        kept = timed(lambda: keep(store, history))
        opened = timed(lambda: take(store))
        begun = len(story.stream)
        for _ in range(MORE):
            story.commit()
        imported(shop, bytes(story.stream[begun:]))
        start = time.perf_counter()
        known = take(store)
        with Repository(shop) as repository:
            new = read(repository, repository.refs(), known=known)
        keep(store, new)
        blamed(together(known, new))
        more = time.perf_counter() - start
    migrations = sum(len(own) for own in story.files.values())
    print(
        f"{size:7}  {migrations:10}  {edges:5}  {first:8.2f}  {first / size * 1e3:11.2f}  {kept:7.2f}  "
        f"{opened:8.2f}  {more:10.2f}"
    )


def keep(store: Store, history: CodeHistory) -> None:
    with store.writing() as session:
        codehistory.add(session, "shop", history, at=NOW)


def take(store: Store) -> CodeHistory:
    with store.reading() as session:
        return codehistory.of_project(session, "shop") or NO_HISTORY


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
