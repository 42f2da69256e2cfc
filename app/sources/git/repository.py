"""A Git repository: its branches and tags, and the release of any commit."""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Self

from app.domain.english import listed
from app.domain.provenance.code_history import RefKind
from app.domain.release import Release
from app.sources.errors import SourceError
from app.sources.files.names import as_text
from app.sources.git import log
from app.sources.git.commit import CommitFiles, object_at
from app.sources.git.objects import Objects
from app.sources.git.program import Program
from app.sources.options import ReadingOptions
from app.sources.project import reading

PREFIXES = {"refs/heads/": RefKind.BRANCH, "refs/tags/": RefKind.TAG, "refs/remotes/": RefKind.BRANCH}
REF_FORMAT = "%00".join(
    (
        *("%(refname)", "%(symref)"),
        *("%(objectname)", "%(objecttype)", "%(committerdate:raw)"),
        *("%(*objectname)", "%(*objecttype)", "%(*committerdate:raw)"),
    )
)
"""The second line is of what a ref points to, the third of what the tag there points to."""
COMMITTER = re.compile(rb"^committer .*> (-?\d+ [+-]\d{4})$", re.MULTILINE)

REVISION = re.compile(r"[^-:\x00- \x7f][^:\x00- \x7f]*")
"""A branch, a tag, an id, or an expression such as v1.2~2; not a path, not an option."""

FETCH_TIMEOUT = 30.0
"""The most that a fetch may take unless the caller says otherwise, in seconds."""


@dataclass(frozen=True, slots=True)
class GitRef:
    """
    A branch or a tag: its short name, and the full id of its commit.

    `rank` orders the labels that are followed; the lowest goes first. `committed_at` is the date of the commit.
    """

    label: str
    kind: RefKind
    commit: str
    rank: int = 0
    committed_at: datetime | None = None


class Repository:
    """
    A clone or a bare mirror on this machine. Close it, or use it with `with`.

    Every method raises `SourceError`, with a sentence, where the repository does not have what is asked for.
    """

    def __init__(self, path: Path, *, folder: str = "") -> None:
        self.program = Program(path)
        self.objects = Objects(self.program)
        self.folder = folder.strip("/")

    @property
    def name(self) -> str:
        """The name of the project: the last part of the folder, or the repository's own name."""
        path = self.program.path
        while path.name == ".git":
            path = path.parent
        return as_text(self.folder.rpartition("/")[2] or path.name.removesuffix(".git"))

    def refs(self) -> tuple[GitRef, ...]:
        r"""
        The branches and tags, sorted by name. A tag goes before a branch of the same name, as in Git.

        Remote branches keep the name of the remote: origin/main. What points to no commit is left out. Bytes that are
        no text are written `\xff`: no name in Git has a backslash.
        """
        output = self.program.output(
            "for-each-ref", f"--format={REF_FORMAT}", *(prefix[:-1] for prefix in PREFIXES)
        )
        refs: dict[str, GitRef] = {}
        for line in output.decode("utf-8", "backslashreplace").split("\n")[:-1]:
            name, symref, id_, kind, date, peeled, peeled_kind, peeled_date = line.split("\0")
            prefix = next(prefix for prefix in PREFIXES if name.startswith(prefix))
            if peeled:
                id_, kind, date = peeled, peeled_kind, peeled_date
            if kind == "tag":  # a tag of a tag
                id_, kind, date = self._commit(id_) or "", "commit", ""
            label = name.removeprefix(prefix)
            if id_ and kind == "commit" and not symref and (label not in refs or prefix == "refs/tags/"):
                committed_at = log.moment(date) if date else self.committed_at(id_)
                refs[label] = GitRef(label, PREFIXES[prefix], id_, committed_at=committed_at)
        return tuple(refs[label] for label in sorted(refs))

    @property
    def branch(self) -> str | None:
        """The name of the branch that is checked out, the main one in a bare mirror; None where there is none."""
        name = (
            self.program.output("rev-parse", "--abbrev-ref", "HEAD")
            .decode(errors="replace")
            .removesuffix("\n")
        )
        return None if name == "HEAD" else name

    def commit(self, ref: str) -> str:
        """The full id of the commit that a branch, a tag, an id or an expression names."""
        commit = self._commit(ref) if REVISION.fullmatch(ref) else None
        if commit is None:
            self.program.output("rev-parse", "--git-dir")  # raises where this is no repository at all
            more = "; the clone is shallow, and older commits are not in it" if self.is_shallow else ""
            raise SourceError(f"{self.program.name} has no commit, branch or tag {ref}{more}")
        return commit

    def committed_at(self, commit: str) -> datetime | None:
        """The date of a commit, in its own time zone; None where it has no valid one."""
        found = self.objects.get(commit)
        header = (found.content or b"").partition(b"\n\n")[0] if found is not None else b""
        match = COMMITTER.search(header)
        return log.moment(match[1].decode()) if match else None

    def release(self, ref: str, options: ReadingOptions) -> Release:
        """The release of a commit, with its id. Its label is `ref`, without `refs/heads/` and the like."""
        commit = self.commit(ref)
        label = ref
        for prefix in PREFIXES:
            label = label.removeprefix(prefix)
        release = reading.read_files(self.files(commit), options, around=self.pin_files(commit))
        return replace(release, label=label, commit=commit)

    def files(self, commit: str) -> CommitFiles:
        """The files of a commit, those below `folder` where one is set."""
        tree = object_at(self.objects, commit, self.folder)
        if tree is None or tree.kind != "tree":
            raise SourceError(f"{self.program.name} has no folder {self.folder} in {commit[:7]}")
        return CommitFiles(self.objects, tree.id, name=self.name)

    def pin_files(self, commit: str) -> tuple[CommitFiles, ...]:
        """The files that may pin Django's version in the folders around `folder`, the nearest first."""
        parents = self.folder
        found = []
        while parents:
            parents = parents.rpartition("/")[0]
            tree = object_at(self.objects, commit, parents)
            if tree is not None and tree.kind == "tree":
                found.append(CommitFiles(self.objects, tree.id, name=self.name, pins_only=True))
        return tuple(found)

    @property
    def is_shallow(self) -> bool:
        """Whether older commits were left out when this was cloned."""
        return self.program.output("rev-parse", "--is-shallow-repository").strip() == b"true"

    def fetch(self, *, timeout: float = FETCH_TIMEOUT) -> None:
        """
        Bring the mirror up to date from where it was cloned. Nothing else uses the network.

        Of the mirror's own configuration it takes addresses and branches, and no program. Raises `SourceError`.
        """
        try:
            self.program.output(
                *("fetch", "--quiet", "--prune", "--no-write-fetch-head", "--no-recurse-submodules"),
                *("--no-auto-maintenance", "--upload-pack=git-upload-pack"),
                timeout=timeout,
                network=True,
            )
        except SourceError as error:
            names: tuple[str, ...] = ()
            with suppress(SourceError):
                names = self.program.not_run(timeout=timeout)
            if not names:
                raise
            raise SourceError(
                f"{error}. Its configuration has {listed(names)}, which a fetch of Driftboard does not run; please set "
                "GIT_SSH_COMMAND where Driftboard runs, or keep keys in ~/.ssh/config and passwords in ~/.netrc"
            ) from None

    def close(self) -> None:
        """End the process that reads objects."""
        self.objects.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _commit(self, name: str) -> str | None:
        """The full id of the commit that a name means; None where there is none."""
        commit = self.objects.get(f"{name}^{{commit}}")
        return commit.id if commit is not None and commit.kind == "commit" else None
