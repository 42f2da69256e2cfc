"""
Lists the attacks of this folder, or runs those that are named: `python -m tests.siege mute,stores`, or `all` of them.
"""

import importlib
import pkgutil
import subprocess
import sys
import time
from collections.abc import Callable

import tests.siege as folder
from tests.siege.holding import slowness

BUSY = ("addresses", "causes", "jumps", "odd_rows")
"""They keep one processor busy, and wait for nobody: the others run beside them, and before them where both want it."""


def attacks() -> dict[str, Callable[[], list[str]]]:
    """Each attack by the name of its file."""
    modules = (
        importlib.import_module(f"tests.siege.{module.name}")
        for module in pkgutil.iter_modules(folder.__path__)
        if not module.name.startswith("_")
    )
    return {
        module.__name__.rpartition(".")[2]: module.siege for module in modules if hasattr(module, "siege")
    }


def listing() -> list[str]:
    """A line for each attack: the recipe that runs it, and the first line of its file."""
    lines = []
    for name, attack in attacks().items():
        text = sys.modules[attack.__module__].__doc__ or ""
        lines.append(f"make siege ATTACKS={name:14} # {text.strip().splitlines()[0]}")
    return lines


def run(names: list[str]) -> list[str]:
    """Run attacks, print the figures of each, and return the names of those that did not hold."""
    known, failed = attacks(), []
    for name in names:
        start = time.monotonic()
        try:
            lines = known[name]()
        except Exception as error:  # noqa: BLE001 - the other attacks go on
            failed.append(name)
            lines = [f"DOES NOT HOLD: {type(error).__name__}: {error}"]
        factor = slowness()
        beside = f", all {factor:.1f} times as slow as alone" if factor > 1.2 else ""
        took = f"{name} ({time.monotonic() - start:.0f} s{beside})"
        print(took, *(f"  {line}" for line in lines), sep="\n", flush=True)
    return failed


def main() -> int:
    words = [word for argument in sys.argv[1:] for word in argument.split(",") if word]
    names = list(attacks()) if words == ["all"] else words
    unknown = sorted(set(names) - set(attacks()))
    if unknown or not names:
        print(*(f"no such attack: {name}" for name in unknown), *listing(), sep="\n")
        return bool(unknown)
    busy = [name for name in names if name in BUSY]
    others = [name for name in names if name not in BUSY]
    if not (busy and others):
        return _told(run(names))
    command = ["nice", sys.executable, "-m", "tests.siege", *busy]
    with subprocess.Popen(command) as beside:
        failed = _told(run(others))
    return failed or bool(beside.returncode)


def _told(failed: list[str]) -> bool:
    """Whether some failed, which is said."""
    if failed:
        print(f"{', '.join(failed)}: does not hold", flush=True)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
