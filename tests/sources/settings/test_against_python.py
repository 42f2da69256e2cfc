"""
Drawn settings, read without running them, held against what Python and Django make of them.

SETTINGS_EXAMPLES is how many programs are drawn of each of three kinds; each is read in two ways. A long run has 1,700,
which are 5,100 programs.
"""

import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from tests.sources.settings.settings_judge import judged, settings_by_django, settings_of
from tests.sources.settings.strategies import Program, programs

EXAMPLES = int(os.environ.get("SETTINGS_EXAMPLES", "100"))
MOST_UNDECIDED = 0.05
"""The most settings that may stay open where nothing depends on what is outside, as a share."""

drawn = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=False
)
counts: dict[str, Counter[str]] = {"plain": Counter(), "outer": Counter(), "given": Counter()}


def hold(program: Program, kind: str, *, is_given: bool) -> None:
    """Read one program in both ways, and hold it against the truth."""
    folder = Path(tempfile.mkdtemp(prefix="settings"))
    try:
        for path, text in program.files.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
        environ = {name: text for name, text in program.environ.items() if text is not None}
        for module in ("", program.top):
            truth = settings_by_django(folder, environ, module)
            counts[kind]["settings"] += 3
            if "error" in truth:
                counts[kind]["refused"] += 3
                continue
            reading = settings_of(folder, module, program.environ if is_given else None)
            judgment = judged(reading, truth)
            counts[kind]["undecided"] += len(judgment.undecided)
            listing = "\n".join(f"# --- {path}\n{text}" for path, text in program.files.items() if text)
            assert not judgment.contradictions, f"{judgment.contradictions} with {environ}\n{listing}"
    finally:
        shutil.rmtree(folder)


@drawn
@given(programs(outer=False))
def test_settings_without_a_condition_on_the_outside_are_decided(program: Program):
    hold(program, "plain", is_given=False)


@drawn
@given(programs(outer=True))
def test_settings_with_conditions_on_the_outside_are_decided_rightly_or_not_at_all(program: Program):
    hold(program, "outer", is_given=False)


@drawn
@given(programs(outer=True))
def test_settings_whose_environment_is_given_are_decided_rightly(program: Program):
    hold(program, "given", is_given=True)


def test_of_settings_without_a_condition_on_the_outside_hardly_any_stays_open():
    for kind, count in counts.items():
        decidable = count["settings"] - count["refused"] or 1
        share = f"{count['undecided'] / decidable:.1%} of {decidable} settings undecided"
        print(f"{kind}: {share}, {count['refused']} refused by Python or Django")
    plain = counts["plain"]
    assert plain["undecided"] <= MOST_UNDECIDED * (plain["settings"] - plain["refused"])
