"""An outline tells of every name of a module what the module parsed whole tells."""

import sysconfig
from pathlib import Path

import pytest

from app.sources.errors import UnreadableSource
from app.sources.python import outline
from app.sources.python.outline import Outline
from app.sources.python.portable import _digest
from app.sources.python.syntax import ModuleNames, parse

STANDARD_LIBRARY = Path(sysconfig.get_path("stdlib"))
MODULES = ("argparse.py", "dataclasses.py", "http/cookies.py", "json/encoder.py", "typing.py", "warnings.py")

LONG = f"# {'long enough to be cut ' * 60}\n"
FILL = "def fill(apps, editor):\n    APPS.append('shop')\n    return APPS\n"
UGLY = {
    "two functions": FILL + "\n\ndef other():\n    return fill\n",
    "brackets that close at the margin": "def fill(\n    apps,\n):\n    return [\n    1,\n]\n\nx = 1\n",
    "lines in brackets at the margin": "def fill():\n    return call(\na,\nb\n)\n\nx = 1\n",
    "a decorator of several lines": "@wraps(\n    1,\n)\n@other\n# why\ndef fill():\n    return 1\n\nx = 1\n",
    "a decorator on the first line": None,
    "definitions in a text": "SQL = '''\ndef fill():\n    pass\n\nclass Order:\n'''\n" + FILL,
    "definitions in the text of a class": 'class A:\n    """\ndef fill():\n    """\n    x = 1\n' + FILL,
    "a text with both quotes": "A = \"'''\"\nB = '\"\"\"'\n" + FILL + 'C = "it\'s"\n',
    "a text that goes on": "A = 'one \\\ndef fill(): pass'\n" + FILL,
    "a statement that goes on": "def fill():\n    return 1 + \\\n2\n\nx = 1\n",
    "a comment that ends with a backslash": "def one():\n    pass  # \\\ndef fill():\n    pass\n",
    "a quote in a comment": "# don't\n" + FILL + "# don't\nx = 1\n",
    "a name bound twice": "fill = None\n" + FILL + "class fill: pass\n",
    "a name changed in a function": "APPS = []\n" + FILL,
    "a name changed far away": "APPS = []\ndef fill():\n    return (APPS  # all\n        .\n        append)(1)\n",
    "a global name": "APPS = []\ndef fill():\n    global APPS, other\n    APPS = 1\n",
    "a name that ends like another": "PS = []\n" + FILL,
    "a function under a condition": "if A:\n    " + FILL.replace("\n", "\n    ") + "\nelse:\n    fill = 1\n",
    "a class Migration": "class Migration(Base):\n    x = 1\n    def fill(self): return x\n" + FILL,
    "carriage returns": FILL.replace("\n", "\r\n") + "x = 1\r\n",
    "a form feed": FILL + "\f\nclass A:\n    x = 1\n",
    "async": "async def fill():\n    await x\n\nasync  def other(): pass\n",
    "one line each": "class A: x = 1; y = 2\ndef fill(): return 1\nz = 1; w = 2\n",
    "an f-string with braces": "def fill(x):\n    return f'{{ {x}'\n\ny = f'{fill}'\n",
    "letters beyond ASCII": "def füll():\n    return 'ü'\n\nfill = füll\n",
    "a star import": "from os.path import *\nimport shop.models as fill\n" + FILL,
    "the end without a line break": FILL + "def last(): return '''\n'''",
}


def check(content: bytes) -> ModuleNames:
    whole, names = ModuleNames(parse(content)), outline.names_of(content)

    assert list(names.classes) == list(whole.classes)
    assert (names.imports, names.star_imports) == (whole.imports, whole.star_imports)
    for name in {*whole._binding_counts, "APPS", "absent"}:
        assert names.binding_count(name) == whole.binding_count(name), name
        assert (names.value(name) is None) == (whole.value(name) is None), name
        assert _digest(names, name) == _digest(whole, name), name
    return names


@pytest.mark.parametrize("name", UGLY)
def test_what_is_cut_is_read_as_it_is_whole(name: str):
    text = UGLY[name]

    check((LONG + text if text else "@wraps(1)\n" + FILL + "x = 1\n" + LONG).encode())


@pytest.mark.parametrize("path", MODULES)
def test_modules_of_python_are_cut(path: str):
    assert isinstance(check((STANDARD_LIBRARY / path).read_bytes()), Outline)


def test_a_body_is_parsed_only_when_it_is_asked_for():
    """The other body is a syntax error: whoever parses it fails."""
    names = outline.names_of((LONG + FILL + "class Broken:\n    x = (\n\nx = 1\n").encode())

    assert isinstance(names, Outline)
    assert _digest(names, "fill")
    with pytest.raises(UnreadableSource):
        _digest(names, "Broken")


def test_a_short_module_and_one_in_another_encoding_are_parsed_whole():
    latin = b"# -*- coding: latin-1 -*-\n" + LONG.encode() + FILL.encode() + b"x = '\xe4'\n"

    assert not isinstance(check(FILL.encode()), Outline)
    assert not isinstance(check(latin), Outline)


def test_what_python_refuses_is_refused():
    with pytest.raises(UnreadableSource):
        outline.names_of((LONG + FILL + "x = = 1\n").encode())
    with pytest.raises(UnreadableSource):
        outline.names_of((LONG + FILL + "x = 'open\n").encode())
