"""
Draws projects whose apps are configured in every way that people write: the files, and INSTALLED_APPS.

Some bases are in a package `far` that only Django sees: to Driftboard it is a package that is not there.
"""

from dataclasses import dataclass, field

from hypothesis import strategies as st

PACKAGES = ("orders", "users", "shop.orders", "shop.core", "shop.app")
LABELS = ("sales", "core", "orders", "people", "shops", "staff", "stock", "bills")
BASES = {
    "AppConfig": "from django.apps import AppConfig",
    "apps.AppConfig": "from django import apps",
    "Base": "from base.configs import Base",
    "LabelledBase": "from base.configs import LabelledBase",
    "FarConfig": "from far.configs import FarConfig",
    "LabelMixin, AppConfig": "from base.configs import LabelMixin\nfrom django.apps import AppConfig",
    "AppConfig, LabelMixin": "from base.configs import LabelMixin\nfrom django.apps import AppConfig",
    "LabelMixin, FarConfig": "from base.configs import LabelMixin\nfrom far.configs import FarConfig",
}
BASE_MODULE = """
from django.apps import AppConfig


class LabelMixin:
    label = {mixin!r}


class Base(AppConfig):
{base}

class LabelledBase(Base):
    label = {labelled!r}
"""
CONDITIONS = (
    "django.VERSION < (3, 2)",
    "django.VERSION[:2] >= (4, 0)",
    "django.VERSION[0] < 4",
    "len(__name__) > 3",
)


@dataclass
class DrawnProject:
    """The files of a project, those that only Django sees, INSTALLED_APPS, and the packages with migrations."""

    files: dict[str, str] = field(default_factory=dict)
    far: dict[str, str] = field(default_factory=dict)
    installed_apps: list[str] = field(default_factory=list)
    packages: list[str] = field(default_factory=list)
    pins_version: bool = True

    @property
    def hides_something(self) -> bool:
        """Whether a base, or the package that a configuration names, may be a package that is not there."""
        texts = self.files.values()
        return any("far." in text for text in texts) or (
            "shop/__init__.py" not in self.files and any('"shop.core"' in text for text in texts)
        )


@st.composite
def projects(draw: st.DrawFn) -> DrawnProject:
    """Draw a project of one to three apps."""
    project = DrawnProject(pins_version=draw(st.integers(0, 4)) > 0)
    project.files["base/__init__.py"] = ""
    project.files["base/configs.py"] = BASE_MODULE.format(
        mixin=draw(st.sampled_from(LABELS)),
        labelled=draw(st.sampled_from(LABELS)),
        base=draw(st.sampled_from(["    pass", "    default = True", "    default = False"])),
    )
    project.far["far/__init__.py"] = ""
    project.far["far/configs.py"] = (
        "from django.apps import AppConfig\n\n\nclass FarConfig(AppConfig):\n"
        + draw(
            st.sampled_from(
                ["    pass\n", '    name = "far"\n', '    label = "sales"\n', "    default = False\n"]
            )
        )
    )
    project.packages = draw(st.lists(st.sampled_from(PACKAGES), min_size=1, max_size=3, unique=True))
    for package in project.packages:
        draw(_app(project, package))
    return project


@st.composite
def _app(draw: st.DrawFn, project: DrawnProject, package: str) -> None:
    folder = package.replace(".", "/")
    if "/" in folder:
        project.files.setdefault(f"{folder.partition('/')[0]}/__init__.py", "")
    project.files[f"{folder}/models.py"] = ""
    classes: list[str] = []
    places = draw(st.sets(st.sampled_from(["apps.py", "apps.py", "config.py", "__init__.py"]), max_size=2))
    init = ""
    for place in sorted(places):
        text, names = draw(_module(package))
        # In a package the name is that of the package or of the one around it: an app without migrations.
        plain = text.replace("name = __package__", f'name = "{package}"')
        plain = plain.replace('name = __name__.rpartition(".")[0]', f'name = "{package}"')
        if place == "__init__.py":
            init = plain
            classes += [f"{package}.{name}" for name in names]
        else:
            path = "apps/__init__.py" if place == "apps.py" and draw(st.integers(0, 7)) == 0 else place
            project.files[f"{folder}/{path}"] = text if path == place else plain
            classes += [f"{package}.{place.removesuffix('.py')}.{name}" for name in names]
    project.files[f"{folder}/__init__.py"] = init + draw(_default_app_config(classes, package))
    entry = draw(st.sampled_from([package, package, *classes]))
    project.installed_apps.append(entry)
    if draw(st.integers(0, 39)) == 0:
        project.installed_apps.append(draw(st.sampled_from([package, *classes])))


@st.composite
def _module(draw: st.DrawFn, package: str) -> tuple[str, list[str]]:
    """Draw a module of configurations: its text, and the names of its classes."""
    imports: list[str] = []
    bodies: list[str] = []
    names: list[str] = []
    for number in range(draw(st.sampled_from([1, 1, 1, 2, 2, 3]))):
        name = f"{'ABC'[number]}Config"
        choices = [*BASES, *(["AppConfig"] * 4), *names]
        base = draw(st.sampled_from(choices))
        if base in BASES:
            imports.append(BASES[base])
        lines = draw(_body(package))
        bodies.append(f"class {name}({base}):\n" + "".join(f"    {line}\n" for line in lines or ["pass"]))
        names.append(name)
    extra = draw(st.integers(0, 14))
    if extra == 0:
        imports.append("from base.configs import LabelledBase")
    elif extra == 1:
        bodies.append(f"Alias = {names[0]}\n")
    elif extra == 2:
        bodies.append(f"{names[0]}.label = 'people'\n")
    elif extra == 3:
        bodies[-1] = "if len(__name__) > 3:\n" + "".join(f"    {line}\n" for line in bodies[-1].splitlines())
    return "\n".join([*dict.fromkeys("\n".join(imports).splitlines()), "", *bodies]) + "\n", names


@st.composite
def _body(draw: st.DrawFn, package: str) -> list[str]:
    """Draw the lines of a configuration."""
    last = package.rpartition(".")[2]
    label = draw(st.sampled_from(LABELS))
    name = draw(
        st.sampled_from(
            [f'name = "{package}"'] * 16
            + [
                "name = __package__",
                'name = __name__.rpartition(".")[0]',
                f'name = "{package[:-1]}" + "{package[-1]}"',
            ]
            + ['name = "shop.core"', ""]
        )
    )
    lines = [name] if name else []
    lines += draw(
        st.sampled_from(
            [[]] * 9
            + [[f'label = "{label}"']] * 9
            + [
                [f'label = verbose_name = "{label}"'],
                [f'label: str = "{label}"'],
                [f'label = "x_" + "{last}"'],
                [f'label = "{label}".lower().replace("s", "z")'],
                ["def label(self): ..."],
                ["class label: ..."],
                ["if True:", f'    label = "{label}"'],
                ['label = "old"', f'label = "{label}"'],
                ['label = name.rpartition(".")[2] + "_x"'] if name else [],
                ['label = "no label"'],
            ]
        )
    )
    lines += draw(
        st.sampled_from(
            [[]] * 6
            + [
                ["default = True"],
                ["default = True"],
                ["default = False"],
                ["default = None"],
                ["default = 1"],
            ]
        )
    )
    return lines


@st.composite
def _default_app_config(draw: st.DrawFn, classes: list[str], package: str) -> str:
    """Draw the lines of an `__init__.py` that name a configuration."""
    if not classes or draw(st.integers(0, 2)):
        return ""
    value = draw(st.sampled_from([*classes * 5, f"{package}.apps.Missing"]))
    line = f'default_app_config = "{value}"\n'
    shape = draw(st.integers(0, 5))
    if shape == 0:
        return f"import django\nif {draw(st.sampled_from(CONDITIONS))}:\n    {line}"
    if shape == 1:
        condition = draw(st.sampled_from(CONDITIONS))
        return f'import django\n{line}if {condition}:\n    default_app_config = "{classes[0]}"\n'
    return line
