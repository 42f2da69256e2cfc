"""The squashes of a release as a document."""

from app.domain.reports.squashes import report
from app.domain.squashes import lives
from tests.domain.squashes.situations import WITH_FILES, sighting, unseen


def test_the_document_has_every_environment_and_every_gate():
    found = lives(WITH_FILES, [sighting("half", WITH_FILES), sighting("soft", WITH_FILES), unseen("away")])

    told = report(WITH_FILES, found, "v1")
    assert told["format"] == "driftboard-squashes/1"
    assert told["release"]["name"] == "v1"
    (squash,) = told["squashes"]
    assert squash["key"] == "a.s"
    assert squash["files"] == ["a.1", "a.2"]
    assert squash["phases"] == {"partial": ["half"], "soft-applied": ["soft"]}
    assert squash["not_seen"] == ["away"]
    files, replaces, rows = squash["gates"]
    assert files["held"] == [
        {"reason": "half-applied", "environments": ["half"], "commands": ["python manage.py migrate a"]}
    ]
    assert files["not_known"][0]["environments"] == ["away"]
    assert [each["reason"] for each in replaces["held"]] == ["half-applied", "not-recorded"]
    assert rows["first"] == ["replaces-in"]
    assert rows["steps"] == []
