"""A repository: its branches and tags, and the release of any commit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from app.domain.provenance.code_history import RefKind
from app.domain.release import Release
from app.sources.errors import SourceError
from app.sources.git.commit import CommitFiles
from app.sources.git.objects import Objects
from app.sources.git.program import Program
from app.sources.options import ReadingOptions
from app.sources.project import reading as tree

PREFIXES = {"refs/heads/": RefKind.BRANCH, "refs/tags/": RefKind.TAG, "refs/remotes/": RefKind.BRANCH}
FORMAT = "%(refname)%00%(objectname)%00%(objecttype)%00%(*objectname)%00%(*objecttype)%00%(symref)"
NAME = re.compile(r"[^-:\s][^\s:]*")
"""A branch, a tag, an id, or an expression such as v1.2~2; not a path, not an option."""

FETCHING = 30.0


@dataclass(frozen=True, slots=True)
class Found:
    """A branch or a tag: its short name, and the full id of its commit; of a lower `rank` what is asked for first."""

    label: str
    kind: RefKind
    commit: str
    rank: int = 0


class Repository:
    """
    A clone or a bare mirror on this machine. Close it, or use it with `with`.

    Every method raises `SourceError`, a sentence, where the repository does not give what is asked.
    """

    def __init__(self, path: Path, *, folder: str = "") -> None:
        self.program = Program(path)
        self.objects = Objects(self.program)
        self.folder = folder.strip("/")

    @property
    def name(self) -> str:
        """What the project is called by: the last part of the folder, or the repository's own name."""
        own = self.program.path
        while own.name == ".git":
            own = own.parent
        return self.folder.rpartition("/")[2] or own.name.removesuffix(".git")

    def refs(self) -> tuple[Found, ...]:
        """
        The branches and tags, sorted by name; of a tag and a branch of one name the tag, as Git has it.

        Remote branches keep the name of the remote: origin/main. What points to no commit is left out.
        """
        said = self.program.answer(
            "for-each-ref", f"--format={FORMAT}", *(prefix[:-1] for prefix in PREFIXES)
        )
        found: dict[str, Found] = {}
        for line in said.decode("utf-8", "replace").splitlines():
            name, id_, kind, peeled, peeled_kind, symref = line.split("\0")
            prefix = next(prefix for prefix in PREFIXES if name.startswith(prefix))
            if peeled:
                id_, kind = peeled, peeled_kind
            if kind == "tag":  # a tag of a tag
                id_, kind = self._commit(id_) or "", "commit"
            label = name.removeprefix(prefix)
            if id_ and kind == "commit" and not symref and (label not in found or prefix == "refs/tags/"):
                found[label] = Found(label, PREFIXES[prefix], id_)
        return tuple(found[label] for label in sorted(found))

    def commit(self, ref: str) -> str:
        """The full id of the commit that a branch, a tag, an id or an expression names."""
        found = self._commit(ref) if NAME.fullmatch(ref) else None
        if found is None:
            self.program.answer("rev-parse", "--git-dir")  # says so where this is no repository at all
            more = "; the clone is shallow, and older commits are not in it" if self.is_shallow else ""
            raise SourceError(f"{self.program.name} has no commit, branch or tag {ref}{more}")
        return found

    def release(self, ref: str, given: ReadingOptions) -> Release:
        """The release of a commit, with its id, and labelled as it was asked for."""
        commit = self.commit(ref)
        label = ref
        for prefix in PREFIXES:
            label = label.removeprefix(prefix)
        return replace(tree.of(self.files(commit), given), label=label, commit=commit)

    def files(self, commit: str) -> CommitFiles:
        """The files of a commit, those below `folder` where one is set."""
        name = f"{commit}:{self.folder}" if self.folder else f"{commit}^{{tree}}"
        found = self.objects.one(name)
        if found is None or found.kind != "tree":
            raise SourceError(f"{self.program.name} has no folder {self.folder} in {commit[:7]}")
        return CommitFiles(self.objects, found.id, name=self.name)

    @property
    def is_shallow(self) -> bool:
        """Whether older commits were left out when this was cloned."""
        return self.program.answer("rev-parse", "--is-shallow-repository").strip() == b"true"

    def having(self, commits: Sequence[str]) -> tuple[str, ...]:
        """Those of the commits that are here."""
        return tuple(id_ for id_ in commits if self._commit(id_) == id_)

    def fetch(self, *, limit: float = FETCHING) -> None:
        """Bring the mirror up to date from where it was cloned. The only thing that uses the network."""
        self.program.answer("fetch", "--quiet", "--prune", "--no-write-fetch-head", limit=limit, network=True)

    def close(self) -> None:
        """End what is open."""
        self.objects.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _commit(self, name: str) -> str | None:
        found = self.objects.one(f"{name}^{{commit}}")
        return found.id if found is not None and found.kind == "commit" else None
