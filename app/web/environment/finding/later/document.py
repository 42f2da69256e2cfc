"""The course of a finding as JSON: what its page holds, and what is known later."""

from typing import Any

from app.web.environment.finding.cause import CauseItem
from app.web.environment.finding.later.now import NowBox
from app.web.environment.finding.parts import Parts
from app.web.wording import rich_text as text
from app.web.wording.rich_text import Text


def fixed_parts(parts: Parts) -> dict[str, Any]:
    """What the page holds, live and pinned: since when the finding is there, and what Django prints."""
    since, prints = parts.since, parts.django_prints
    return {
        "since": None
        if since is None
        else {
            "at": since.iso or None,
            "arrival": since.arrival or None,
            "sentence": _flat(text.plain(since.when), since.how),
            "row": text.flat(since.row) or None,
        },
        "django": None
        if prints is None
        else {
            "messages": [f"{line.exception}: {line.message}" for line in prints.messages],
            "more": prints.more,
            "sentence": " ".join(filter(None, (text.flat(prints.before), prints.after))),
        },
    }


def later_parts(parts: Parts) -> dict[str, Any]:
    """What brought it, how it came about, and where else it is."""
    cause, story, same = parts.cause, parts.story, parts.same_cause
    return {
        "cause": [_cause(item) for item in cause.items] if cause else [],
        "story": [
            {
                "at": line.moment.iso,
                "sentence": text.flat(line.sentence),
                "is_cause": line.strong,
                "is_after": line.marked,
            }
            for line in (story.lines if story else ())
        ],
        "same_cause": {
            "environments": [link.text for link in same.links] if same else [],
            "more": same.more if same else 0,
            "sentence": text.flat(same.sentence) if same else "",
        },
    }


def now_document(box: NowBox) -> dict[str, Any]:
    """What is true now."""
    return {
        "word": box.word,
        "verdict": box.verdict.value,
        "seen_at": box.moment.iso if box.moment else None,
        "sentence": text.flat(box.detail),
        "fixed": text.flat(box.fixed) or None,
        "page": box.link.href if box.link else None,
    }


def _cause(item: CauseItem) -> dict[str, Any]:
    return {
        "sentence": text.flat(item.sentence or item.deed),
        "commit": item.commit or None,
        "url": item.href or None,
        "author": item.author or None,
        "at": item.moment.iso if item.moment else None,
        "subject": item.subject or None,
        "path": item.path or None,
        "lines": [f"{line.sign}{line.text}" for line in item.lines],
    }


def _flat(*texts: Text) -> str:
    return "".join(map(text.flat, texts))
