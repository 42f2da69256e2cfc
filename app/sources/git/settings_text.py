"""What the text of one file of settings tells of MIGRATION_MODULES and of further names."""

import ast
import hashlib
import re
from dataclasses import dataclass

from app.sources.errors import UnreadableSource
from app.sources.python.syntax import parse
from app.sources.settings.modules import APP_CONFIG

SETTING = "MIGRATION_MODULES"
STAR_IMPORT = re.compile(r"^\s*from\s+[\w.]*?(\w+)\s+import\s+\*", re.MULTILINE)
TEXT = re.compile(rf"""(?<=["']){APP_CONFIG.pattern}(?=["'])""")
SPLIT_SETTINGS = "split_settings"
INCLUDED = re.compile(r"""["'](?:\.{1,2}/)*((?:[\w*?\[\]!.-]+/)+[\w*?\[\]!.-]+\.py|[\w-]+\.py)["']""")
"""Matches what may be a path that `include` of django-split-settings takes in; a bare `*.py` lies beside settings."""

DOTTED = re.compile(r"\w+(?:\.\w+)+")
SIMPLE_STATEMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr)


@dataclass(frozen=True, slots=True)
class SettingsText:
    """
    What the text of one file tells: whether it names the setting, the packages beside it, and further names.

    `included` are the paths of files that it may include, with their wildcards.

    Two texts with one `meaning` say the same of MIGRATION_MODULES.
    """

    has_setting: bool = False
    meaning: str = ""
    packages: frozenset[str] = frozenset()
    config_names: frozenset[str] = frozenset()
    star_imports: frozenset[str] = frozenset()
    included: frozenset[str] = frozenset()


NO_TEXT = SettingsText()


def settings_text(content: bytes) -> SettingsText:
    """What a file says, by its bytes."""
    source = content.decode("utf-8", "replace")
    has_setting = SETTING in source
    star_imports = frozenset(STAR_IMPORT.findall(source))
    included = frozenset(INCLUDED.findall(source) if SPLIT_SETTINGS in source else ())
    meaning, packages = ",".join(sorted(star_imports | included)), frozenset[str]()
    if has_setting:
        try:
            module = parse(content)
        except UnreadableSource:
            meaning = hashlib.sha256(content).hexdigest()
        else:
            meaning, packages = f"{meaning} {_meaning(module, content)}", _packages_in(module)
    return SettingsText(
        has_setting, meaning, packages, frozenset(TEXT.findall(source)), star_imports, included
    )


def _meaning(module: ast.Module, content: bytes) -> str:
    """What a module says of MIGRATION_MODULES: its plain statements about it, or all of its text."""
    statements = [
        statement
        for statement in module.body
        if SETTING in (text := ast.dump(statement)) and not text.startswith("Expr(value=Constant(")
    ]
    for statement in statements:
        names = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
        if not isinstance(statement, ast.Assign) or names != {SETTING}:
            return hashlib.sha256(content).hexdigest()
    return " ".join(ast.dump(statement) for statement in statements)


def _packages_in(module: ast.Module) -> frozenset[str]:
    """The dotted names in the statements that mention MIGRATION_MODULES."""
    packages: set[str] = set()
    for statement in ast.walk(module):
        if isinstance(statement, SIMPLE_STATEMENTS):
            names = [getattr(node, "id", None) for node in ast.walk(statement)]
            if SETTING in names:
                packages.update(
                    node.value
                    for node in ast.walk(statement)
                    if isinstance(node, ast.Constant)
                    and isinstance(node.value, str)
                    and DOTTED.fullmatch(node.value)
                )
    return frozenset(packages)
