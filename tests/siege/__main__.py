"""Runs every attack of this folder, or those that are named: `python -m tests.siege clock mute`."""

import importlib
import pkgutil
import sys
import time

import tests.siege as folder


def main() -> int:
    names = sys.argv[1:] or sorted(
        module.name for module in pkgutil.iter_modules(folder.__path__) if not module.name.startswith("_")
    )
    failed = []
    for name in names:
        attack = getattr(importlib.import_module(f"tests.siege.{name}"), "siege", None)
        if attack is None:
            continue
        start = time.monotonic()
        try:
            lines = attack()
        except Exception as error:  # noqa: BLE001 - the other attacks go on
            failed.append(name)
            lines = [f"DOES NOT HOLD: {type(error).__name__}: {error}"]
        print(
            f"{name} ({time.monotonic() - start:.0f} s)",
            *(f"  {line}" for line in lines),
            sep="\n",
            flush=True,
        )
    if failed:
        print(f"{', '.join(failed)}: does not hold")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
