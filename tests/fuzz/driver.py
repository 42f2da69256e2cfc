"""
Coverage-guided fuzzing by Atheris: `make fuzz`, or `setup/fuzz RUNS TARGET`.

The first byte of each input says which of the target's kinds it is. Whatever the input, a kind gives a value or a named
refusal, within a second; what does not is written to `.fuzz/<target>/found` with what happened, and the run goes on.
"""

import hashlib
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / ".fuzz" / "packages")]

import atheris  # noqa: E402 - from .fuzz/packages

Kind = Callable[[bytes], None]
SLOW = 1.0


@dataclass
class Run:
    """What has happened so far: inputs, and the slowest of them."""

    kinds: Sequence[Kind]
    folder: Path
    count: int = 0
    slowest: float = 0.0
    which: str = ""

    def one(self, data: bytes) -> None:
        """One input; what goes wrong is kept, and the next one follows."""
        self.count += 1
        if not data:
            return
        start = time.process_time()
        wrong = ""
        try:
            self.kinds[data[0] % len(self.kinds)](data[1:])
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            wrong = traceback.format_exc()
        spent = time.process_time() - start
        if spent > self.slowest:
            self.slowest, self.which = spent, self.kept(data, "slowest")
        if wrong or spent > SLOW:
            self.kept(data, "found", wrong or f"{spent:.2f} s")
        if self.count % 20_000 == 0:
            print(f"{self.count} inputs, slowest {self.slowest:.2f} s", flush=True)

    def kept(self, data: bytes, kind: str, what: str = "") -> str:
        name = hashlib.sha256(what.encode(errors="replace") or data).hexdigest()[:12]
        place = self.folder / kind
        place.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
        if what:
            (place / f"{name}.txt").write_text(what, errors="replace")
        return name


def fuzz(target: str, kinds: Sequence[Kind], seeds: Iterable[bytes], words: str) -> None:
    """Run a target with as many inputs as the command line says, and say what was found."""
    folder = CHECKOUT / ".fuzz" / target
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for data in seeds:
        (corpus / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    dictionary = folder / "words"
    dictionary.write_text(
        "".join(
            '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"\n' for word in words.split(" ")
        )
    )
    started = time.monotonic()
    run = Run(kinds, folder)
    runs = sys.argv[1] if len(sys.argv) > 1 else "1000000"
    atheris.Setup(
        [sys.argv[0], f"-atheris_runs={runs}", "-max_len=4000", f"-dict={dictionary}", "-timeout=60",
         "-print_final_stats=1", str(corpus)],
        run.one,
    )  # fmt: skip
    try:
        atheris.Fuzz()
    finally:
        spent = time.monotonic() - started
        found = len(list((folder / "found").glob("*.txt"))) if (folder / "found").is_dir() else 0
        print(
            f"{target}: {run.count} inputs in {spent:.0f} s, slowest {run.slowest:.2f} s ({run.which}), found {found}",
            flush=True,
        )
