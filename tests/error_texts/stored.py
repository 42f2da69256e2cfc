"""The stored texts, each with what a dashboard has to know to show its finding."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.collect.json_file import loads as history_of
from app.domain.history import History
from app.domain.manifest import loads
from app.domain.release import Release

TEXTS = Path(__file__).with_name("texts")


@dataclass(frozen=True)
class StoredText:
    """What was printed and how, the releases oldest first, and the history; None where a collection fails."""

    name: str
    text: str
    django: str
    command: str
    wrapped: str
    lands: str
    releases: tuple[Release, ...]
    history: History | None


def write(name: str, text: str, *, manifests: list[str], history: History | None, **facts: Any) -> None:
    (TEXTS / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    behind = {
        **facts,
        "releases": [json.loads(manifest) for manifest in manifests],
        "history": None if history is None else _rows(history),
    }
    (TEXTS / f"{name}.json").write_text(json.dumps(behind, indent=1) + "\n", encoding="utf-8")


def _rows(history: History) -> dict[str, Any]:
    rows = [[*row.key, row.applied, row.id] for row in history.rows]
    around = {} if history.surroundings is None else asdict(history.surroundings)
    told = {key: value for key, value in around.items() if value is not None}
    return {"rows": rows, "has_table": history.has_table, **told}


def read(name: str) -> StoredText:
    behind = json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))
    releases = tuple(loads(json.dumps(manifest)) for manifest in behind.pop("releases"))
    history = behind.pop("history")
    with (TEXTS / f"{name}.txt").open(encoding="utf-8", newline="") as file:
        text = file.read()
    told = None if history is None else history_of(json.dumps(history), name=name)
    return StoredText(name, text, releases=releases, history=told, **behind)


def names() -> list[str]:
    return sorted(path.stem for path in TEXTS.glob("*.txt"))
