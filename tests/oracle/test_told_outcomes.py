"""
What the words of a finding say that Django does, it does.

The words hang on what else is there: whether a fork can be merged, whether Django runs the rest of a squash, which
command refuses. Releases and rows are drawn, and each claim is tried with Django's own commands. `TOLD_EXAMPLES` is the
number of releases for each version; each is asked with four sets of rows.
"""

import json
import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.domain.drift import Drift, compare
from app.domain.drift.circumstances import circumstances_of
from app.domain.drift.headline import headline
from app.domain.findings import Code, Finding
from app.domain.keys import MigrationKey
from app.domain.outcome.commands import resolutions_of_makemigrations
from app.domain.release import Release
from app.domain.runbook import consequence, entry_of, sentence
from app.domain.runbook.circumstances import Variant
from tests.oracle.django_process import court, question_about
from tests.oracle.event_counts import Tally, tally
from tests.oracle.strategies import releases, rows
from tests.oracle.test_against_django import ROWS_PER_RELEASE, after_the_plan, history

EXAMPLES = int(os.environ.get("TOLD_EXAMPLES", "30"))
WANTED = ["makemigrations", "rows", "fake", "declared"]
NO_ANCESTOR = "Could not find common ancestor"


@pytest.mark.parametrize("version", ["5.2", "6.1"])
def test_what_is_said_of_django_comes_true(version: str) -> None:
    count = tally(f"Django {court(version).greeting['django']}, what the words say of it")

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
        report_multiple_bugs=False,
        database=None,
    )
    @given(data=st.data())
    def agree(data: st.DataObject) -> None:
        release = data.draw(releases(django=version))
        seed = data.draw(st.integers(0, 999))  # of the order in which Django meets the files
        questions = [
            question_about(release, data.draw(rows(release)), want=WANTED, seed=seed)
            for _ in range(ROWS_PER_RELEASE)
        ]
        (merged,) = court(version).ask_all([question_about(release, [], want=["merge"], seed=seed)])
        for question, answer in zip(questions, court(version).ask_all(questions), strict=True):
            count("examples")
            check(release, question, answer | {"merge": merged["merge"]}, count)

    agree()


def check(release: Release, question: dict, answer: dict, count: Tally) -> None:
    drift = compare(release, history(question["rows"]))
    migrate = after_the_plan(answer["plan"], answer["rows"])
    context = f"{json.dumps(question)}\n{json.dumps(answer)}\n{drift.outcome}\n{drift.findings}"
    text = str(headline(drift, label="v2"))
    refuses = "raises" in migrate
    if drift.outcome.alternatives:
        count("left to chance, which is said")
        assert refuses or not text.startswith("Django refuses"), f"{text}\n{context}"
    else:
        assert text.startswith("Django refuses") == refuses, f"{text}\n{context}"
    for finding in drift.findings:
        circumstances = circumstances_of(drift, finding)
        said = f"{sentence(finding, circumstances)} {consequence(finding, circumstances)}\n{context}"
        if circumstances.is_by_chance:
            count(f"{finding.code.value} by chance")
            continue
        claim = CLAIMS.get((finding.code, circumstances.variant)) or CLAIMS.get((finding.code, None))
        if claim is not None:
            count(f"{finding.code.value} {circumstances.variant.value}: tried")
            assert claim(drift, finding, answer | {"migrate": migrate}), f"{claim.__doc__}\n{said}"


def every_migrate_is_refused(drift: Drift, finding: Finding, answer: dict) -> bool:
    """D101: Django refuses every migrate, --fake included; with this error unless it has no graph at all."""
    del finding
    errors = {answer[command].get("raises") for command in ("plan", "fake", "rows")}
    return errors <= {outcome.raises for outcome in drift.outcome.alternatives or (drift.outcome,)} - {None}


def the_declared_graph_has_no_circle(drift: Drift, finding: Finding, answer: dict) -> bool:
    """D103 of a name in replaces: the files alone form no circle, but for that of another finding; Django refuses."""
    del finding
    circles = [finding for finding in drift.findings if finding.code is Code.CYCLE]
    has_none = answer["declared"].get("raises") != "CircularDependencyError"
    return "raises" in answer["migrate"] and (has_none or len(circles) > 1)


def a_merge_is_possible(drift: Drift, finding: Finding, answer: dict) -> bool:
    """D104: a merge is among the ways, and makemigrations --merge of this app finds a common ancestor."""
    ways = entry_of(finding, circumstances_of(drift, finding)).ways
    is_a_way = any("--merge" in command for way in ways for command in way.commands)
    return is_a_way and not _has_none(finding, answer["merge"])


def no_merge_is_possible(drift: Drift, finding: Finding, answer: dict) -> bool:
    """D104 without a common beginning: makemigrations --merge of this app ends with ValueError."""
    merge = answer["merge"][finding.subject.app_label]
    graphs = [resolution.graph for resolution in resolutions_of_makemigrations(drift.release)]
    if len(graphs) > 1:
        return True  # chance decides which graph it has
    if "value" in merge and finding.subject.app_label not in graphs[0].conflicts:
        return True  # with every squash in place it finds nothing to merge
    is_other = merge.get("raises", "") != "ValueError" and "raises" in merge
    return is_other or _has_none(finding, answer["merge"])


def django_runs_the_rest(drift: Drift, finding: Finding, answer: dict) -> bool:
    """D302: migrate goes on, and what is there of the rest has a row afterwards."""
    recorded = {MigrationKey(*row) for row in answer["rows"]["rows"]}
    rest = [key for key in finding.related if key in drift.resolution.graph.declared]
    stopped = answer["rows"].get("raises") is not None
    return "raises" not in answer["plan"] and (stopped or recorded.issuperset(rest))


def django_passes_some_over(drift: Drift, finding: Finding, answer: dict) -> bool:
    """D302 of what only an applied leaf needs: migrate goes on, and some of the rest has no row afterwards."""
    recorded = {MigrationKey(*row) for row in answer["rows"]["rows"]}
    rest = drift.resolution.graph.declared.intersection(finding.related)
    return "raises" not in answer["plan"] and not recorded.issuperset(rest)


def django_runs_nothing(drift: Drift, finding: Finding, answer: dict) -> bool:
    """D203 and D302 under a refusal: no row is added."""
    del finding
    rows_after = [MigrationKey(*row) for row in answer["rows"]["rows"]]
    return "raises" in answer["migrate"] and rows_after == [row.key for row in drift.history.rows]


def only_makemigrations_refuses(drift: Drift, finding: Finding, answer: dict) -> bool:
    """D207: migrate runs, makemigrations refuses."""
    del drift, finding
    return "raises" not in answer["plan"] and "raises" in answer["makemigrations"]


def django_refuses(drift: Drift, finding: Finding, answer: dict) -> bool:
    """D107 where every outcome is an error; D102 to D106: migrate ends with an error."""
    del drift, finding
    return "raises" in answer["migrate"]


def django_does_not_refuse(drift: Drift, finding: Finding, answer: dict) -> bool:
    """D107 where no outcome is an error: migrate runs."""
    del drift, finding
    return "raises" not in answer["migrate"]


def the_squash_would_run_again(drift: Drift, finding: Finding, answer: dict) -> bool:
    """D205: Django would run the squash again, although it has a row."""
    del drift
    return "raises" in answer["migrate"] or _is_printed(finding, answer)


def the_squash_is_run_no_more(drift: Drift, finding: Finding, answer: dict) -> bool:
    """D205 of a squash that only applied migrations need: Django does not count it as applied, and does not run it."""
    return the_squash_is_not_applied(drift, finding, answer) and not _is_printed(finding, answer)


def the_squash_is_not_applied(drift: Drift, finding: Finding, answer: dict) -> bool:
    """D204: Django counts the squash as not applied."""
    del drift
    graph = answer["graph"].get("value")
    return graph is None or list(finding.subject) not in graph["applied"]


def the_squash_is_dropped(drift: Drift, finding: Finding, answer: dict) -> bool:
    """D203: Django drops the squash without a word and runs what comes after it."""
    del drift
    graph = answer["graph"].get("value")
    is_dropped = graph is not None and list(finding.subject) not in [key for key, _ in graph["parents"]]
    return is_dropped and "raises" not in answer["plan"]


def _is_printed(finding: Finding, answer: dict) -> bool:
    """Whether migrate --plan prints the migration of a finding."""
    return list(finding.subject) in [step[:2] for step in answer["plan"].get("value") or ()]


def _has_none(finding: Finding, merge: dict) -> bool:
    """Whether makemigrations --merge of the app says that its leaves have no common ancestor."""
    return merge[finding.subject.app_label].get("text", "").startswith(NO_ANCESTOR)


CLAIMS = {
    (Code.MISSING_PARENT, None): django_refuses,
    (Code.CYCLE, Variant.GENERAL): django_refuses,
    (Code.UNKNOWN_APP, None): django_refuses,
    (Code.UNDEFINED, Variant.REFUSED_IN_EVERY_RUN): django_refuses,
    (Code.UNDEFINED, Variant.REFUSED_IN_NO_RUN): django_does_not_refuse,
    (Code.MISSING_DEPENDENCY, None): every_migrate_is_refused,
    (Code.CYCLE, Variant.NAME_IN_REPLACES): the_declared_graph_has_no_circle,
    (Code.FORKED, Variant.GENERAL): a_merge_is_possible,
    (Code.FORKED, Variant.SAME_NUMBER): a_merge_is_possible,
    (Code.FORKED, Variant.NO_COMMON_ANCESTOR): no_merge_is_possible,
    (Code.FORKED, None): django_refuses,
    (Code.PARTIAL_SQUASH, Variant.GENERAL): django_runs_the_rest,
    (Code.PARTIAL_SQUASH, Variant.WHILE_REFUSED): django_runs_nothing,
    (Code.PARTIAL_SQUASH, Variant.NEEDED_BY_NOTHING): django_passes_some_over,
    (Code.ONLY_MAKEMIGRATIONS, None): only_makemigrations_refuses,
    (Code.HOLLOW_SQUASH_ROW, Variant.GENERAL): the_squash_would_run_again,
    (Code.HOLLOW_SQUASH_ROW, Variant.NEEDED_BY_NOTHING): the_squash_is_run_no_more,
    (Code.STALE_SQUASH_ROW, None): the_squash_is_not_applied,
    (Code.SILENT_SKIP, Variant.GENERAL): the_squash_is_dropped,
    (Code.SILENT_SKIP, Variant.WHILE_REFUSED): django_runs_nothing,
}
"""For each kind of finding, what its words say of Django; None stands for every variant."""
