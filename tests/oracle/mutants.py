"""
The mutation drill: puts one fault at a time into the core, and checks that the comparison with Django catches it.

    make mutants                              every mutant; fails when one is not caught
    python -m tests.oracle.mutants squash     the mutants with this word in their name

Each fault is made in a copy of the tree, and the tests of the oracle run there.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
EXAMPLES = os.environ.get("ORACLE_EXAMPLES", "1500")


@dataclass(frozen=True)
class Mutant:
    """
    One fault: `old`, which `file` contains exactly once, becomes `new`.

    `file` is relative to `app/domain`. `versions` is the expression for pytest's `-k` that selects the judges. A fault
    that shows rarely is given more `examples`.
    """

    name: str
    file: str
    old: str
    new: str
    versions: str = "5.2 or 6.0"
    examples: str = EXAMPLES


MUTANTS = (
    Mutant(
        "a squash stands although a part of it is recorded",
        "resolution/replacement.py",
        "if applied and applied != replaced:",
        "if False:",
    ),
    Mutant(
        "a squash with all it replaces recorded is not applied",
        "resolution/replacement.py",
        "            self.applied.add(squash)\n",
        "            pass\n",
    ),
    Mutant(
        "a squash's own row counts",
        "resolution/replacement.py",
        "            self.applied.discard(squash)\n",
        "            pass\n",
    ),
    Mutant(
        "6.0 settles as 5.2 did",
        "resolution/squash.py",
        "recursive = release.version >= (6, 0)",
        "recursive = False",
        "6.0",
    ),
    Mutant(
        "6.0 lets squashes replace each other",
        "resolution/replacement.py",
        "if not self.is_settled[squash]:",
        "if False:",
        "6.0",
    ),
    Mutant(
        "the parents of the replaced are forgotten",
        "resolution/replacement.py",
        "                    self.parents[squash].add(parent)\n",
        "                    pass\n",
    ),
    Mutant(
        "a squash that steps aside leaves all it replaces as ends",
        "resolution/replacement.py",
        "ends = present.difference(*(self.parents[key] for key in present))",
        "ends = present",
    ),
    Mutant(
        "a squash that replaces itself is unlinked",
        "resolution/replacement.py",
        "        self.children[squash].discard(squash)\n",
        "        for parent in self.parents[squash]:\n            self.children[parent].discard(squash)\n"
        "        self.parents[squash] = set()\n",
        "5.2",
        examples="8000",
    ),
    Mutant(
        "run_before is ignored",
        "resolution/declared.py",
        "for child in migration.run_before:",
        "for child in ():",
    ),
    Mutant(
        "__latest__ is the first",
        "resolution/declared.py",
        "if key.name == FIRST else self.children",
        "if key.name else self.children",
    ),
    Mutant(
        "no squash excuses its dependants",
        "outcome/consistency.py",
        "if children and not all_replaced_applied(",
        "if children and not (lambda *_: False)(",
    ),
    Mutant(
        "6.0 excuses only flatly",
        "outcome/consistency.py",
        " or all_replaced_applied(release, replaced, recorded, enclosing | {key})",
        "",
        "6.0",
        examples="8000",
    ),
    Mutant(
        "only the first violating pair is given",
        "outcome/consistency.py",
        "for child in children:",
        "for child in sorted(children)[:1]:",
    ),
    Mutant(
        "the smallest key runs first",
        "resolution/graph.py",
        "{key: sorted(parents) for",
        "{key: sorted(parents, reverse=True) for",
    ),
    Mutant(
        "an applied leaf's needs are run",
        "outcome/plan.py",
        "*(leaf for leaf in leaves if leaf not in applied)",
        "*leaves",
    ),
    Mutant(
        "backwards takes the smallest child first",
        "resolution/graph.py",
        "{key: sorted(children) for",
        "{key: sorted(children, reverse=True) for",
    ),
    Mutant(
        "conflicts are looked for before consistency",
        "outcome/commands.py",
        "    if parents_without_row:\n",
        "    if parents_without_row and not graph.conflicts:\n",
    ),
    Mutant(
        "5.2 records a squash's own row at once",
        "outcome/recorder.py",
        "(4, 0) if backwards else (6, 0)",
        "(4, 0)",
        "5.2",
    ),
    Mutant(
        "a squash that is unapplied leaves its own row",
        "outcome/recorder.py",
        "(4, 0) if backwards else (6, 0)",
        "(6, 0)",
        "5.2",
    ),
    Mutant(
        "a run ends without finishing squashes",
        "outcome/recorder.py",
        "if all_replaced_applied(release, squash.key, recorded)",
        "if False",
    ),
    Mutant(
        "a backwards run does not stick",
        "outcome/recorder.py",
        "irreversible_stop(release, plan) if outcome.backwards else None",
        "None",
    ),
    Mutant(
        "a replaced goal is never reloaded",
        "outcome/commands.py",
        "((4, 0) if goal in applied else (6, 0))",
        "(9, 9)",
    ),
    Mutant(
        "makemigrations looks at the rows",
        "outcome/commands.py",
        "for resolution in resolutions_of_makemigrations(release)",
        "for resolution in resolutions(release, history.recorded, ignore_no_migrations=True)",
    ),
    Mutant(
        "an unfinished squash is marked as applied",
        "outcome/showmigrations.py",
        "else Mark.UNFINISHED",
        "else Mark.APPLIED",
    ),
)


def main() -> int:
    words = sys.argv[1:]
    alive = []
    for mutant in MUTANTS:
        if words and not any(word in mutant.name for word in words):
            continue
        start = time.monotonic()
        caught = is_caught(mutant)
        print(
            f"{'caught' if caught else 'ALIVE ':6}  {time.monotonic() - start:5.1f} s  {mutant.name}",
            flush=True,
        )
        if not caught:
            alive.append(mutant.name)
    print(f"{len(alive)} alive" if alive else "every fault was caught")
    return len(alive)


def is_caught(mutant: Mutant) -> bool:
    """Whether the comparison with Django fails on a tree with this fault."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as name:
        folder = Path(name)
        for part in ("app", "tests"):
            shutil.copytree(CHECKOUT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(CHECKOUT / "pyproject.toml", folder)
        (folder / ".judges").symlink_to(CHECKOUT / ".judges")
        path = folder / "app" / "domain" / mutant.file
        text = path.read_text()
        if text.count(mutant.old) != 1:
            message = f"{mutant.name}: the line stands {text.count(mutant.old)} times in {mutant.file}"
            raise SystemExit(message)
        path.write_text(text.replace(mutant.old, mutant.new))
        test = "tests/oracle/test_against_django.py"
        process = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                test,
                "-q",
                "-x",
                "-k",
                mutant.versions,
                "-p",
                "no:cacheprovider",
            ],
            cwd=folder,
            env={
                **os.environ,
                "PYTHONPATH": str(folder),
                "ORACLE_EXAMPLES": mutant.examples,
                "ORACLE_SHRINK": "no",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        if process.returncode not in (0, 1):
            raise SystemExit(process.stdout + process.stderr)
        return process.returncode == 1


if __name__ == "__main__":
    raise SystemExit(main())
