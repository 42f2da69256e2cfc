"""
Drawn settings: one to four modules, put together in every way that Python has, and the manage.py beside them.

The programs are drawn so that nearly all of them run. Conditions that depend on nothing outside are drawn apart from
those that do, so that the share of what cannot be decided can be told for each.
"""

# ruff: noqa: E501, ISC004 - a statement of a program on a line

from collections.abc import Callable
from dataclasses import dataclass, field
from textwrap import indent

from hypothesis import strategies as st

APPS = ("orders", "users", "extra", "tool", "shop.core", "shop.api")
LABELS = ("orders", "users", "extra")
PACKAGES = ("'shop.moved'", "'conf.history'", "None")
MODELS = ("users.User", "extra.Person", "auth.User")
ENVIRON = {"CI": ("", "1", None), "STAGE": ("prod", "dev", None)}

HEAD = "import os\nimport sys\n"
PLAIN_CONDITIONS = (
    "True", "False", "DEBUG", "not DEBUG", "DEBUG and MORE", "DEBUG or MORE", "STAGE_NAME == 'prod'", "1 < 2",
    "STAGE_NAME in ('prod', 'live')", "'orders' in INSTALLED_APPS", "len(INSTALLED_APPS) > 2", "'users' in MIGRATION_MODULES",
    "MIGRATION_MODULES", "AUTH_USER_MODEL is None", "AUTH_USER_MODEL == 'users.User'", "isinstance(INSTALLED_APPS, list)",
    "'test' in sys.argv", "'pytest' in sys.modules", "sys.argv[1:2] == ['test']", "len(sys.argv) > 1 and sys.argv[1] == 'test'",
    "STAGE_NAME.startswith('p')", "any([DEBUG, MORE])", "MIGRATION_MODULES.get('orders') is None", "'X' in globals()",
    "not ('test' in sys.argv or DEBUG)", "NUMBERS[0] == 1", "FLAGS['on']", "'test' not in sys.argv",
)  # fmt: skip
OUTER_CONDITIONS = (
    "os.environ.get('CI')", "'CI' in os.environ", "os.getenv('STAGE', 'dev') == 'prod'", "os.environ.get('STAGE') in ('prod',)",
    "not os.environ.get('CI') and DEBUG", "os.environ.get('CI') or MORE", "os.environ.get('STAGE', '').startswith('p')",
    "'migrate' in sys.argv", "os.path.exists('/nowhere/at/all')", "find_spec('nothing.here')", "bool(os.environ.get('CI', ''))",
)  # fmt: skip


@dataclass
class Program:
    """A project while it is drawn: its files, and whether anything of it depends on what is outside."""

    files: dict[str, str] = field(default_factory=dict)
    is_conditional: bool = False
    environ: dict[str, str | None] = field(default_factory=dict)
    module: str = ""
    top: str = "conf.settings.prod"


@st.composite
def programs(draw: st.DrawFn, *, outer: bool) -> Program:
    """A project of one to four settings modules; only with `outer` there are conditions on what is outside."""
    program = Program()
    writer = _Writer(draw, program, outer=outer)
    names = ["base", "middle", "local", "prod"][-draw(st.integers(1, 4)) :]
    for index, name in enumerate(names):
        lines = [HEAD, "from importlib.util import find_spec\nfrom contextlib import suppress\n"]
        if index == 0:
            lines.append(writer.beginning())
        else:
            lines.append(writer.taking(names[:index]))
        lines.extend(writer.statement(0) for _ in range(draw(st.integers(0, 7))))
        if draw(st.integers(0, 9)) == 0:
            listed = draw(
                st.lists(
                    st.sampled_from(["INSTALLED_APPS", "MIGRATION_MODULES", "AUTH_USER_MODEL"]), unique=True
                )
            )
            always = [
                "DEBUG",
                "MORE",
                "STAGE_NAME",
                "NUMBERS",
                "FLAGS",
                "_HIDDEN",
                "suppress",
                "find_spec",
                "INSTALLED_APPS",
            ]
            if index < len(names) - 1 and "MIGRATION_MODULES" in listed and "AUTH_USER_MODEL" in listed:
                lines.append(f"__all__ = {sorted({*always, *listed})}\n")
        program.files[f"conf/settings/{name}.py"] = "".join(lines)
    program.files["conf/__init__.py"] = program.files["conf/settings/__init__.py"] = ""
    for variable, texts in ENVIRON.items():
        program.environ[variable] = draw(st.sampled_from(texts))
    if outer and draw(st.booleans()):
        test = writer.condition()
        setting = (
            f"    if {test}:\n        os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'conf.settings.prod')\n"
            f"    else:\n        os.environ['DJANGO_SETTINGS_MODULE'] = 'conf.settings.{names[0]}'\n"
        )
    else:
        setting = "    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'conf.settings.prod')\n"
    program.files["manage.py"] = (
        "#!/usr/bin/env python\nimport os\nimport sys\nDEBUG = MORE = False\nfrom importlib.util import find_spec\n"
        "AUTH_USER_MODEL = None\nINSTALLED_APPS = []\nMIGRATION_MODULES = {}\nNUMBERS = [1]\nFLAGS = {'on': True}\n"
        f"STAGE_NAME = 'prod'\n\n\ndef main():\n{setting}"
        "    from django.core.management import execute_from_command_line\n    execute_from_command_line(sys.argv)\n\n\n"
        "if __name__ == '__main__':\n    main()\n"
    )
    return program


class _Writer:
    """Writes the statements of a program."""

    def __init__(self, draw: st.DrawFn, program: Program, *, outer: bool) -> None:
        self.draw = draw
        self.program = program
        self.outer = outer
        self.count = 0

    def pick(self, choices: tuple[str, ...]) -> str:
        return self.draw(st.sampled_from(choices))

    def number(self, last: int) -> int:
        return self.draw(st.integers(0, last))

    def fresh(self) -> str:
        self.count += 1
        return f"name_{self.count}"

    def beginning(self) -> str:
        model, stage = self.pick(MODELS), self.pick(("prod", "dev"))
        return (
            f"DEBUG = {self.pick(('True', 'False'))}\nMORE = {self.pick(('True', 'False'))}\n"
            f"STAGE_NAME = {stage!r}\nNUMBERS = [1, 2]\nFLAGS = {{'on': DEBUG}}\n_HIDDEN = ['hidden']\n"
            f"INSTALLED_APPS = {self.apps()}\nMIGRATION_MODULES = {self.mapping()}\n"
            f"AUTH_USER_MODEL = {model!r}\n"
        )

    def taking(self, earlier: list[str]) -> str:
        last = earlier[-1]
        names = "DEBUG, MORE, STAGE_NAME, NUMBERS, FLAGS, INSTALLED_APPS, MIGRATION_MODULES, AUTH_USER_MODEL"
        ways = [
            f"from .{last} import *\n",
            f"from conf.settings.{last} import *\n",
            f"from .{last} import {names}\n",
            f"from .{last} import *\nfrom . import {last} as before\nbefore.INSTALLED_APPS.append('tool')\n",
            f"from .{last} import *\nimport conf.settings.{last} as before\nINSTALLED_APPS = before.INSTALLED_APPS + ['tool']\n",
            f"try:\n    from .{last} import *\nexcept ImportError:\n    MIGRATION_MODULES = {self.mapping()}\n",
            f"from .{last} import *\nINSTALLED_APPS = [*INSTALLED_APPS]\n",
        ]
        if len(earlier) > 1:
            ways.append(f"from .{earlier[0]} import *\nfrom .{last} import *\n")
            ways.append(f"from .{last} import *\nfrom .{earlier[0]} import INSTALLED_APPS\n")
        if self.outer:
            self.program.is_conditional = True
            ways.append(
                f"from .{last} import *\ntry:\n    from .not_here import *\nexcept ImportError:\n    pass\n"
            )
        return self.pick(tuple(ways))

    def text(self) -> str:
        return repr(self.pick(APPS))

    def apps(self) -> str:
        return f"[{', '.join(self.text() for _ in range(self.number(4)))}]"

    def mapping(self) -> str:
        entries = (f"{self.pick(LABELS)!r}: {self.pick(PACKAGES)}" for _ in range(self.number(2)))
        return f"{{{', '.join(entries)}}}"

    def condition(self) -> str:
        if self.outer and self.number(2) == 0:
            self.program.is_conditional = True
            return self.pick(OUTER_CONDITIONS)
        return self.pick(PLAIN_CONDITIONS)

    def block(self, depth: int, most: int = 2) -> str:
        return indent("".join(self.statement(depth + 1) for _ in range(1 + self.number(most - 1))), "    ")

    def statement(self, depth: int) -> str:
        kinds: list[Callable[[int], str]] = [
            self.of_apps,
            self.of_apps,
            self.of_modules,
            self.of_modules,
            self.of_model,
        ]
        if depth < 2:
            kinds += [
                self.if_, self.if_, self.if_, self.try_, self.with_, self.match_, self.for_, self.while_, self.function, self.alias,
                self.class_,
            ]  # fmt: skip
        return self.draw(st.sampled_from(kinds))(depth)

    def of_apps(self, _: int) -> str:
        one, more, condition, other = self.text(), self.apps(), self.condition(), self.fresh()
        return self.pick((
            f"INSTALLED_APPS = {more}\n",
            f"INSTALLED_APPS += {more}\n",
            f"INSTALLED_APPS = INSTALLED_APPS + {more}\n",
            f"INSTALLED_APPS = {more} + list(INSTALLED_APPS)\n",
            f"INSTALLED_APPS.append({one})\n",
            f"INSTALLED_APPS.extend({more})\n",
            f"INSTALLED_APPS.insert(0, {one})\n",
            f"INSTALLED_APPS[:0] = {more}\n",
            f"INSTALLED_APPS[len(INSTALLED_APPS):] = {more}\n",
            f"if {one} in INSTALLED_APPS:\n    INSTALLED_APPS.remove({one})\n",
            "if INSTALLED_APPS:\n    del INSTALLED_APPS[0]\n",
            "if len(INSTALLED_APPS) > 1:\n    del INSTALLED_APPS[-1:]\n",
            f"if INSTALLED_APPS:\n    INSTALLED_APPS[0] = {one}\n",
            "if INSTALLED_APPS:\n    INSTALLED_APPS.pop()\n",
            f"INSTALLED_APPS = [{other} for {other} in INSTALLED_APPS if {other} != {one}]\n",
            f"INSTALLED_APPS = list(filter(lambda {other}: {other} not in {more}, INSTALLED_APPS))\n",
            f"INSTALLED_APPS = list(filter(None, [*INSTALLED_APPS, None, {one} if {condition} else None]))\n",
            f"INSTALLED_APPS = INSTALLED_APPS + ([{one}] if {condition} else [])\n",
            f"INSTALLED_APPS = {more} if {condition} else INSTALLED_APPS\n",
            "INSTALLED_APPS = list(tuple(INSTALLED_APPS))\n",
            "INSTALLED_APPS = sorted(set(INSTALLED_APPS))\n",
            "INSTALLED_APPS.sort()\n",
            "INSTALLED_APPS.reverse()\n",
            f"{other} = INSTALLED_APPS\n{other}.append({one})\n",
            f"{other} = INSTALLED_APPS[:]\n{other}.append({one})\n",
            f"{other} = INSTALLED_APPS.copy()\n{other} += {more}\n",
            f"globals()['INSTALLED_APPS'] = {more}\n",
            f"INSTALLED_APPS = [f'{{{other}}}' for {other} in [*INSTALLED_APPS, {one}]]\n",
            f"{condition} and INSTALLED_APPS.append({one})\n",
            f"INSTALLED_APPS.append({one}) if {condition} else INSTALLED_APPS.extend({more})\n",
            f"INSTALLED_APPS += ['shop.' + {other} for {other} in ('core', 'api')]\n",
            "INSTALLED_APPS += 'orders,extra'.split(',')\n",
            "INSTALLED_APPS *= 1\n",
            f"locals().setdefault('INSTALLED_APPS', {more})\n",
            f"INSTALLED_APPS = [*INSTALLED_APPS, *({other} := {more})]\n{other}.append('never')\n",
            f"{other}, INSTALLED_APPS = INSTALLED_APPS, {more}\n",
            f"INSTALLED_APPS.clear()\nINSTALLED_APPS.extend({more})\n",
        ))  # fmt: skip

    def of_modules(self, _: int) -> str:
        label, package, more = repr(self.pick(LABELS)), self.pick(PACKAGES), self.mapping()
        condition, other = self.condition(), self.fresh()
        return self.pick((
            f"MIGRATION_MODULES = {more}\n",
            f"MIGRATION_MODULES[{label}] = {package}\n",
            f"MIGRATION_MODULES.update({more})\n",
            f"MIGRATION_MODULES.update(orders={package})\n",
            f"MIGRATION_MODULES.update([({label}, {package})])\n",
            f"MIGRATION_MODULES.setdefault({label}, {package})\n",
            f"MIGRATION_MODULES |= {more}\n",
            f"MIGRATION_MODULES = MIGRATION_MODULES | {more}\n",
            f"MIGRATION_MODULES = {{**MIGRATION_MODULES, **{more}}}\n",
            f"MIGRATION_MODULES = dict(MIGRATION_MODULES, users={package})\n",
            f"MIGRATION_MODULES.pop({label}, None)\n",
            f"if {label} in MIGRATION_MODULES:\n    del MIGRATION_MODULES[{label}]\n",
            f"MIGRATION_MODULES = {more} if {condition} else MIGRATION_MODULES\n",
            f"MIGRATION_MODULES = {{{other}: None for {other} in ('orders', 'extra')}}\n",
            f"{other} = MIGRATION_MODULES\n{other}[{label}] = {package}\n",
            f"{other} = MIGRATION_MODULES.copy()\n{other}[{label}] = {package}\n",
            f"MIGRATION_MODULES = {{{other}: MIGRATION_MODULES[{other}] for {other} in MIGRATION_MODULES if {other} != {label}}}\n",
            f"globals().update(MIGRATION_MODULES={more})\n",
            "MIGRATION_MODULES.clear()\n",
            f"MIGRATION_MODULES[{label}] = {package} if {condition} else 'conf.other'\n",
            f"MIGRATION_MODULES.__setitem__({label}, {package})\n",
        ))  # fmt: skip

    def of_model(self, _: int) -> str:
        model, condition = repr(self.pick(MODELS)), self.condition()
        return self.pick((
            f"AUTH_USER_MODEL = {model}\n",
            f"AUTH_USER_MODEL = {model} if {condition} else 'users.User'\n",
            f"AUTH_USER_MODEL = ({condition}) and {model} or 'users.User'\n",
            "AUTH_USER_MODEL = '{}.{}'.format('users', 'User')\n",
            "AUTH_USER_MODEL = '%s.User' % 'auth'\n",
            "AUTH_USER_MODEL = 'users.' + 'User'\n",
            "AUTH_USER_MODEL: str = 'extra.Person'\n",
            "del AUTH_USER_MODEL\nAUTH_USER_MODEL = 'users.User'\n",
            f"AUTH_USER_MODEL = MODELS = {model}\n",
            f"AUTH_USER_MODEL = [{model}, 'auth.User'][0 if {condition} else 1]\n",
        ))  # fmt: skip

    def if_(self, depth: int) -> str:
        text = f"if {self.condition()}:\n{self.block(depth)}"
        if self.number(2) == 0:
            text += f"elif {self.condition()}:\n{self.block(depth)}"
        if self.number(1):
            text += f"else:\n{self.block(depth)}"
        return text

    def try_(self, depth: int) -> str:
        first = self.pick((
            "import json\n", "INSTALLED_APPS.index('nothing')\n", "FLAGS['nothing']\n", "raise ValueError\n", "pass\n",
            "_HIDDEN = undefined_name\n" if self.outer else "pass\n",
            "import nothing_here\n" if self.outer else "import os.path\n",
        ))  # fmt: skip
        if "undefined" in first or "nothing_here" in first:
            self.program.is_conditional = True
        body, handler = self.block(depth), self.block(depth, 1)
        text = f"try:\n{body if self.number(1) else ''}    {first}{self.block(depth)}except Exception:\n{handler}"
        if self.number(2) == 0:
            text += f"else:\n{self.block(depth, 1)}"
        if self.number(2) == 0:
            text += f"finally:\n{self.block(depth, 1)}"
        return text

    def with_(self, depth: int) -> str:
        first = self.pick(("FLAGS['nothing']\n", "pass\n", "INSTALLED_APPS.remove('nothing')\n"))
        return f"with suppress(KeyError, ValueError):\n{self.block(depth)}    {first}{self.block(depth, 1)}"

    def match_(self, depth: int) -> str:
        if not self.outer:
            subject = self.pick(("STAGE_NAME", "AUTH_USER_MODEL", "len(INSTALLED_APPS)", "DEBUG"))
        else:
            self.program.is_conditional = True
            subject = self.pick(("STAGE_NAME", "os.environ.get('STAGE')"))
        first = self.pick(("'prod'", "'users.User'", "1 | 2", "True", "'dev' | 'live'"))
        guard = self.pick(("", "", f" if {self.condition()}"))
        other = self.pick(("_", "_", "'dev'", "other"))
        return (
            f"match {subject}:\n    case {first}{guard}:\n{indent(self.block(depth), '    ')}"
            f"    case {other}:\n{indent(self.block(depth), '    ')}"
        )

    def for_(self, depth: int) -> str:
        name = self.fresh()
        body = self.pick((
            f"    INSTALLED_APPS.append({name})\n",
            f"    INSTALLED_APPS += [{name}]\n",
            f"    if {name} in INSTALLED_APPS:\n        continue\n    INSTALLED_APPS.append({name})\n",
            f"    if {name} == 'users':\n        break\n    MIGRATION_MODULES[{name}] = None\n",
            f"    MIGRATION_MODULES.setdefault({name}, 'conf.' + {name})\n",
            f"    if {self.condition()}:\n        INSTALLED_APPS.insert(0, {name})\n",
            f"    if {self.condition()}:\n        break\n    INSTALLED_APPS.append({name})\n",
        ))  # fmt: skip
        over = self.pick(
            (self.apps(), "list(INSTALLED_APPS)", "('orders', 'users')", "sorted(MIGRATION_MODULES)")
        )
        return f"for {name} in {over}:\n{body}" + self.pick(("", f"else:\n{self.block(depth, 1)}"))

    def while_(self, depth: int) -> str:
        name = self.fresh()
        return f"{name} = 0\nwhile {name} < 2:\n    {name} += 1\n{self.block(depth)}"

    def function(self, _: int) -> str:
        name, more, condition, one = self.fresh(), self.apps(), self.condition(), self.text()
        inner = indent("".join(self.statement(2) for _ in range(2)), "    ")
        call = self.pick((f"{name}()\n", f"{name}()\n", ""))
        scope = "    global INSTALLED_APPS, MIGRATION_MODULES, AUTH_USER_MODEL\n"
        return self.pick((
            f"def {name}():\n{scope}{inner}\n{call}",
            f"def {name}():\n{scope}    if {condition}:\n        return\n{inner}\n{call}",
            f"def {name}(apps, *, first={one}):\n    return [first, *apps]\nINSTALLED_APPS = {name}(INSTALLED_APPS)\n",
            f"def {name}():\n    if {condition}:\n        return {more}\n    return [{one}]\nINSTALLED_APPS += {name}()\n",
            f"def {name}(apps):\n    apps.append({one})\n{name}(INSTALLED_APPS)\n",
            f"def {name}():\n    for app in {more}:\n        if app == {one}:\n            return [app]\n    return []\n"
            f"INSTALLED_APPS = INSTALLED_APPS + {name}()\n",
            f"def {name}(label, package=None):\n    MIGRATION_MODULES[label] = package\n{name}('orders')\n",
            f"def {name}(apps=None):\n    INSTALLED_APPS = apps or {more}\n    return INSTALLED_APPS\n{name}()\n",
            f"{name} = lambda apps: [*apps, {one}]\nINSTALLED_APPS = {name}(apps=INSTALLED_APPS)\n",
        ))  # fmt: skip

    def alias(self, _: int) -> str:
        name, one, condition = self.fresh(), self.text(), self.condition()
        return self.pick((
            f"{name} = INSTALLED_APPS if {condition} else []\n{name}.append({one})\n",
            f"{name} = {{'apps': INSTALLED_APPS}}\n{name}['apps'].append({one})\n",
            f"{name} = [INSTALLED_APPS, MIGRATION_MODULES]\n{name}[0].append({one})\n{name}[1]['extra'] = None\n",
            f"{name} = (INSTALLED_APPS,)\n{name}[0].insert(0, {one})\n",
            f"{name} = INSTALLED_APPS\nINSTALLED_APPS = [*{name}]\n{name}.append({one})\n",
            f"if {condition}:\n    {name} = MIGRATION_MODULES\nelse:\n    {name} = {{}}\n{name}['users'] = None\n",
            f"if {condition}:\n    {name} = INSTALLED_APPS\nelse:\n    {name} = []\nINSTALLED_APPS = {self.apps()}\n{name}.clear()\n",
        ))  # fmt: skip

    def class_(self, _: int) -> str:
        return f"class Plain{self.fresh().title()}:\n    INSTALLED_APPS = {self.apps()}\n    AUTH_USER_MODEL = 'no.No'\n"
