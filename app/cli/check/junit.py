"""
The answer as JUnit XML: a test for each environment, which fails where the answer is no.

An environment of which nothing can be told is an error, never a success.
"""

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from app.domain.english import visible
from app.domain.impact import Impact
from app.domain.impact.headline import HARM_WORDS, headline
from app.domain.impact.part import EnvironmentImpact, ImpactAnswer
from app.domain.impact.place import EditedPlace
from app.domain.impact.spot import NOWHERE, Spot
from app.domain.reports.impact import edit_lines

SUITE = "driftboard check"

MAX_HARMS = 20
"""The text of a failure names so many harms and counts the others."""


def junit(impact: Impact, spots: Mapping[EditedPlace, Spot]) -> str:
    """The document."""
    numbers = {
        "name": SUITE,
        "tests": str(len(impact.environments)),
        "failures": str(impact.counts[ImpactAnswer.NO]),
        "errors": str(impact.counts[ImpactAnswer.UNKNOWN]),
        "time": "0",
    }
    suites = ET.Element("testsuites", numbers)
    suite = ET.SubElement(suites, "testsuite", {**numbers, "skipped": "0"})
    for each in impact.environments:
        _add_case(suite, impact, each, spots)
    ET.SubElement(suite, "system-out").text = visible(headline(impact))
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _add_case(
    suite: ET.Element, impact: Impact, each: EnvironmentImpact, spots: Mapping[EditedPlace, Spot]
) -> None:
    case = ET.SubElement(
        suite,
        "testcase",
        classname=f"{SUITE} {visible(impact.name)}",
        name=visible(each.environment),
        time="0",
    )
    if each.answer is ImpactAnswer.NO:
        worst = each.harms[0]
        path = spots.get(worst.anchor, NOWHERE).path
        if path is not None:
            case.set("file", visible(path))
        message = visible(f"{HARM_WORDS[worst.kind]}: {worst.sentence}")
        ET.SubElement(case, "failure", message=message, type=worst.code.value).text = _text(each, spots)
    elif each.answer is ImpactAnswer.UNKNOWN:
        ET.SubElement(case, "error", message=visible(each.reason), type="unknown")


def _text(each: EnvironmentImpact, spots: Mapping[EditedPlace, Spot]) -> str:
    lines = []
    for harm in each.harms[:MAX_HARMS]:
        lines += [f"{harm.code.value}  {harm.sentence}", *(f"  {line}" for line in edit_lines(harm, spots))]
    if len(each.harms) > MAX_HARMS:
        lines.append(f"and {len(each.harms) - MAX_HARMS:,} more")
    return "\n".join(map(visible, lines))
