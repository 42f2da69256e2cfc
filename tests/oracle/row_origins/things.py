"""The migrations of one app over time: a squash, its end, and a new file with the name of one that it replaced."""

from app.domain.provenance import explanation_of
from tests.oracle.shop_story import Story, add, model, text

SQUASH = "0001_initial_squashed_0003_more"
V1 = {
    "0001_initial": text([], model("Thing")),
    "0002_blah": text(["shop.0001_initial"], add("thing", "a")),
    "0003_more": text(["shop.0002_blah"], add("thing", "b")),
}
SQUASHED = text([], model("Thing", "a", "b"))
V2 = V1 | {SQUASH: text([], model("Thing", "a", "b"), replaces=[f"shop.{name}" for name in V1])}
V3 = {SQUASH: SQUASHED}
V4 = V3 | {"0002_blah": text([f"shop.{SQUASH}"], add("thing", "c"))}


def reasons(story: Story, label: str, **options) -> str:
    drift = story.drift(label, **options)
    explanation = explanation_of(story.knowledge, drift)
    return "\n".join(line for finding in drift.findings for line in explanation.sentences(finding))
