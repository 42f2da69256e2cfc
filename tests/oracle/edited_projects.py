"""
Draws small projects, and what people do to their migrations from one commit to the next.

The apps are `shop`, `users` and `cms`. Their migrations depend on each other by name, by `__first__` and `__latest__`
and by the user model; some have `run_before`, and squashes stand beside what they replace or without it.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field

from hypothesis import strategies as st

PACKAGES = ("shop", "users", "cms")
USER = ("", "user")
"""A dependency on the user model."""
Reference = tuple[str, str]
"""A package and the name of a migration, which may be `__first__` or `__latest__`."""

HEAD = "from django.conf import settings\nfrom django.db import migrations\n\n\n"
FORMS = {
    "plain": "    dependencies = {lists}\n",
    "in a condition": "    import sys\n    if len(sys.argv) < 99:\n        dependencies = {lists}\n",
    "by a call": "    dependencies = list(filter(None, {lists}))\n",
    "afterwards": "    dependencies = []\n",
    "with more": "    dependencies = [] + {lists}\n",
}
"""How a list of dependencies is written. Only the first and the last are plain to who does not run them."""


@dataclass
class File:
    needs: list[Reference] = field(default_factory=list)
    run_before: list[Reference] = field(default_factory=list)
    replaces: list[Reference] = field(default_factory=list)
    operation: int = 0
    form: str = "plain"


@dataclass
class Project:
    """The files of each app in the order in which they may run, the label of each package, and the settings."""

    files: dict[Reference, File] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=lambda: {package: package for package in PACKAGES})
    installed: list[str] = field(default_factory=list)
    user_model: str = "users"

    def texts(self) -> dict[str, str]:
        """The files of a commit."""
        installed = [f"{package}.apps.Config" for package in self.installed]
        texts = {
            "settings.py": f"INSTALLED_APPS = {installed}\n"
            f"AUTH_USER_MODEL = {self.labels[self.user_model] + '.User'!r}\n",
            "requirements.txt": "Django==5.2.8\n",
        }
        for package in {package for package, _ in self.files}:
            texts[f"{package}/__init__.py"] = texts[f"{package}/migrations/__init__.py"] = ""
            texts[f"{package}/apps.py"] = (
                "from django.apps import AppConfig\n\n\nclass Config(AppConfig):\n"
                f"    name = {package!r}\n    label = {self.labels[package]!r}\n"
            )
        for (package, name), file in self.files.items():
            texts[f"{package}/migrations/{name}.py"] = self._text(file)
        return texts

    def _text(self, file: File) -> str:
        lists = self._list(file.needs)
        body = FORMS[file.form].format(lists=lists)
        if file.run_before:
            body += f"    run_before = {self._list(file.run_before)}\n"
        if file.replaces:
            body += f"    replaces = {self._list(file.replaces)}\n"
        body += f'    operations = [migrations.RunSQL("SELECT {file.operation}", "SELECT 0")]\n'
        after = f"\n\nMigration.dependencies += {lists}\n" if file.form == "afterwards" else ""
        return f"{HEAD}class Migration(migrations.Migration):\n{body}{after}"

    def _list(self, references: list[Reference]) -> str:
        return f"[{', '.join(map(self._expression, references))}]"

    def _expression(self, reference: Reference) -> str:
        if reference == USER:
            return "migrations.swappable_dependency(settings.AUTH_USER_MODEL)"
        return repr((self.labels[reference[0]], reference[1]))

    def of(self, package: str) -> list[Reference]:
        return [key for key in self.files if key[0] == package]

    def next_name(self, package: str, word: str) -> str:
        numbers = [int(name[:4]) for _, name in self.of(package)]
        return f"{max(numbers, default=0) + 1:04}_{word}"

    def insert(self, key: Reference, file: File, *, before: Reference | None = None) -> None:
        """Add a file, right before another one."""
        entries = list(self.files.items())
        place = list(self.files).index(before) if before is not None else len(entries)
        self.files = dict([*entries[:place], (key, file), *entries[place:]])

    def refer(self, old: Reference, new: Reference, *, except_for: Reference) -> None:
        """Let all dependencies on one migration name another."""
        for key, file in self.files.items():
            if key != except_for:
                file.needs = list(dict.fromkeys(new if need == old else need for need in file.needs))


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Draw a project of two or three apps."""
    packages = draw(st.sampled_from([PACKAGES, PACKAGES, PACKAGES[:2], PACKAGES[1:]]))
    project = Project(installed=list(packages))
    for package in (*packages, *draw(st.lists(st.sampled_from(packages), min_size=2, max_size=6))):
        add_file(draw, project, package)
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        add_run_before(draw, project)
    for _ in range(draw(st.sampled_from([0, 1, 1]))):
        squash(draw, project)
    return project


@st.composite
def edits(draw: st.DrawFn, project: Project) -> tuple[Project, list[str]]:
    """Draw the next commit, and the names of what was done."""
    after = deepcopy(project)
    done = []
    for _ in range(draw(st.sampled_from([0, 1, 1, 2, 2, 3, 4]))):
        for step in draw(st.lists(st.sampled_from(STEPS), min_size=4, max_size=4)):
            if step(draw, after):
                done.append(step.__name__)
                break
    return after, done


def pick(draw: st.DrawFn, project: Project, suits: Callable[[File], object] = bool) -> Reference | None:
    keys = [key for key, file in project.files.items() if suits(file)]
    return draw(st.sampled_from(keys)) if keys else None


def earlier(draw: st.DrawFn, project: Project, key: Reference) -> Reference | None:
    """Draw what a migration may depend on without a cycle, nearly always."""
    keys = list(project.files)
    others = keys[: keys.index(key)] if draw(st.integers(0, 19)) else [one for one in keys if one != key]
    if not others:
        return None
    found = draw(st.sampled_from(others))
    if found[0] != key[0]:
        shape = draw(st.integers(0, 5))
        if shape < 2:
            return (found[0], ("__first__", "__latest__")[shape])
        if shape == 2:
            return USER if project.user_model != key[0] else found
    return found


def add_file(draw: st.DrawFn, project: Project, package: str | None = None) -> bool:
    package = package or draw(st.sampled_from(sorted({package for package, _ in project.files})))
    previous = project.of(package)[-1:]
    key = (package, project.next_name(package, draw(st.sampled_from(["initial", "more", "item"]))))
    project.insert(key, File(needs=list(previous), operation=len(project.files) + 1))
    return add_dependency(draw, project, key) if draw(st.booleans()) else True


def add_dependency(draw: st.DrawFn, project: Project, key: Reference | None = None) -> bool:
    key = key or pick(draw, project)
    if key is None or (need := earlier(draw, project, key)) is None or need in project.files[key].needs:
        return False
    project.files[key].needs.append(need)
    return True


def drop_dependency(draw: st.DrawFn, project: Project) -> bool:
    key = pick(draw, project, lambda file: file.needs)
    if key is not None:
        needs = project.files[key].needs
        needs.remove(draw(st.sampled_from(needs)))
    return key is not None


def say_otherwise(draw: st.DrawFn, project: Project) -> bool:
    """Name the first migration of an app by `__first__`, or another one in place of `__first__`."""
    key = pick(draw, project, lambda file: file.needs)
    if key is None:
        return False
    needs = project.files[key].needs
    place = draw(st.integers(0, len(needs) - 1))
    package = project.user_model if needs[place] == USER else needs[place][0]
    if package == key[0] or not project.of(package):
        return False
    needs[place] = (package, draw(st.sampled_from(["__first__", "__latest__", project.of(package)[0][1]])))
    return True


def add_run_before(draw: st.DrawFn, project: Project) -> bool:
    keys = list(project.files)
    place = draw(st.integers(0, len(keys) - 1))
    others = [key for key in keys[place + 1 :] if key[0] != keys[place][0]]
    if not others:
        return False
    target = draw(st.sampled_from(others))
    if target in project.files[keys[place]].run_before:
        return False
    project.files[keys[place]].run_before.append(target)
    return True


def drop_run_before(draw: st.DrawFn, project: Project) -> bool:
    key = pick(draw, project, lambda file: file.run_before)
    if key is not None:
        project.files[key].run_before.pop()
    return key is not None


def remove_file(draw: st.DrawFn, project: Project) -> bool:
    key = pick(draw, project)
    if key is None or len(project.of(key[0])) == 1:
        return False
    file = project.files.pop(key)
    if draw(st.integers(0, 5)):  # else the others ask for what is not there
        for other in project.files.values():
            if key in other.needs:
                other.needs = list(
                    dict.fromkeys(
                        need for one in other.needs for need in (file.needs if one == key else [one])
                    )
                )
            other.run_before = [one for one in other.run_before if one != key]
    return True


def new_root(draw: st.DrawFn, project: Project) -> bool:
    """Put a migration before the first one of an app: `__first__` means another one then."""
    package = draw(st.sampled_from(sorted({package for package, _ in project.files})))
    first = project.of(package)[0]
    key = (package, "0000_before")
    if key in project.files:
        return False
    project.insert(key, File(operation=len(project.files) + 50), before=first)
    project.files[first].needs.append(key)
    return True


def rename_file(draw: st.DrawFn, project: Project) -> bool:
    key = pick(draw, project)
    if key is None:
        return False
    new = (key[0], f"{key[1][:4]}_renamed_{key[1][5:]}")
    project.files = {new if one == key else one: file for one, file in project.files.items()}
    if draw(st.integers(0, 7)):
        project.refer(key, new, except_for=new)
        for file in project.files.values():
            file.run_before = [new if one == key else one for one in file.run_before]
    return True


def edit_operation(draw: st.DrawFn, project: Project) -> bool:
    key = pick(draw, project)
    if key is not None:
        project.files[key].operation += 100
    return key is not None


def squash(draw: st.DrawFn, project: Project) -> bool:
    package = draw(st.sampled_from(sorted({package for package, _ in project.files})))
    keys = [key for key in project.of(package) if not project.files[key].replaces]
    if len(keys) < 2:
        return False
    start = draw(st.integers(0, len(keys) - 2))
    end = draw(st.integers(start + 1, len(keys) - 1))
    replaced = keys[start : end + 1]
    key = (package, f"{replaced[0][1]}_squashed_{replaced[-1][1]}")
    if key in project.files:
        return False
    needs = dict.fromkeys(
        need for one in replaced for need in project.files[one].needs if need not in replaced
    )
    file = File(list(needs), replaces=list(replaced), operation=len(project.files) + 70)
    project.insert(key, file)
    if draw(st.booleans()):
        move_to_squash(draw, project, key)
    return True


def move_to_squash(draw: st.DrawFn, project: Project, key: Reference | None = None) -> bool:
    """Let what depends on replaced migrations depend on their squash."""
    key = key or pick(draw, project, lambda file: file.replaces)
    if key is None:
        return False
    inside = [key, *project.files[key].replaces]
    for old in project.files[key].replaces:
        for other, file in project.files.items():
            if other not in inside:
                file.needs = list(dict.fromkeys(key if need == old else need for need in file.needs))
    return True


def finish_squash(draw: st.DrawFn, project: Project) -> bool:
    """Delete what a squash replaces; others name the squash instead, or they still name what is gone."""
    key = pick(draw, project, lambda file: file.replaces)
    if key is None:
        return False
    if draw(st.integers(0, 3)):
        move_to_squash(draw, project, key)
    for old in project.files[key].replaces:
        project.files.pop(old, None)
    return True


def settle_squash(draw: st.DrawFn, project: Project) -> bool:
    key = pick(draw, project, lambda file: file.replaces)
    if key is not None:
        project.files[key].replaces = []
    return key is not None


def edit_replaces(draw: st.DrawFn, project: Project) -> bool:
    key = pick(draw, project, lambda file: len(file.replaces) > 1)
    if key is not None:
        project.files[key].replaces.pop(draw(st.sampled_from([0, -1])))
    return key is not None


def relabel(draw: st.DrawFn, project: Project) -> bool:
    package = draw(st.sampled_from(project.installed))
    project.labels[package] = f"new_{package}"
    return True


def swap_user(draw: st.DrawFn, project: Project) -> bool:
    project.user_model = draw(st.sampled_from(project.installed))
    return True


def write_otherwise(draw: st.DrawFn, project: Project) -> bool:
    """Write a list of dependencies so that only running it tells what is in it."""
    key = pick(draw, project)
    if key is not None:
        project.files[key].form = draw(st.sampled_from(sorted(FORMS)))
    return key is not None


def leave_out(draw: st.DrawFn, project: Project) -> bool:
    if len(project.installed) > 1:
        project.installed.remove(draw(st.sampled_from(project.installed)))
    return True


STEPS = (
    *(add_dependency, add_dependency, drop_dependency, say_otherwise, add_run_before, drop_run_before),
    *(add_file, remove_file, new_root, rename_file, edit_operation),
    *(squash, move_to_squash, move_to_squash, finish_squash, finish_squash, settle_squash, edit_replaces),
    *(relabel, swap_user, write_otherwise, write_otherwise, leave_out),
)
