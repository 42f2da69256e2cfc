"""Marks around what each template and each macro prints, so that the parts of a page can be found in its HTML."""

import re

from jinja2.ext import Extension

OPENS, NAMED, CLOSES = "\ue000", "\ue001", "\ue002"
"""A part is printed as OPENS, its name, NAMED, its HTML, CLOSES: private characters that no template uses."""

MACRO = re.compile(r"(\{%-? *macro (\w+)\(.*?%\})(.*?)(\{%-? *endmacro *-?%\})", re.DOTALL)

PAGE = re.compile(r"\{% extends |<!DOCTYPE|<svg xmlns")
"""A page, or a picture: it is no part of another one."""


def names_in(name: str, source: str) -> set[str]:
    """The parts that a template prints: itself, or its macros where it has nothing else."""
    macros = {f"{name}: {macro[2]}" for macro in MACRO.finditer(source)}
    is_silent = not re.sub(r"\{#.*?#\}|\{%.*?%\}", "", MACRO.sub("", source), flags=re.DOTALL).strip()
    prints_others = re.search(r"\{% include |kept\(", source)
    is_part = not PAGE.search(source) and (not is_silent or bool(prints_others))
    return macros | ({name} if is_part else set())


class Marks(Extension):
    """Jinja extension: every part of a page is printed between marks."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        if name is None:
            return source
        marked = MACRO.sub(lambda it: f"{it[1]}{_marked(f'{name}: {it[2]}', it[3].strip())}{it[4]}", source)
        return _marked(name, marked) if name in names_in(name, source) else marked


def _marked(name: str, text: str) -> str:
    return f"{OPENS}{name}{NAMED}{text}{CLOSES}"
