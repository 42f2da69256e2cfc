"""The sentence over the page of an environment, and the sentence in its row of the fleet, as text with keys."""

from app.cache import WeightedCache
from app.domain import english
from app.domain.drift import Drift
from app.domain.drift.headline import DATABASE, Headline, more_blocking, row_headline
from app.domain.drift.headline import headline as drift_headline
from app.domain.failure import Cause
from app.domain.findings import VERDICT_WORDS, Finding, Severity, Verdict
from app.domain.fleet import Sighting
from app.domain.fleet.parts import parts_sentence
from app.web.wording.moments import Times
from app.web.wording.rich_text import Text, flat, plain, with_keys

PUSH = "Let its deploy job run manage.py driftboard_report at the end, or push its rows with curl (docs/histories.md)."
"""What to do next about an environment that nobody collects and nobody pushed lately."""

_row_texts: WeightedCache[tuple[Drift, str, str], Text] = WeightedCache(16_384)


def headline(environment: str, sighting: Sighting, *, label: str, times: Times) -> Text:
    """The sentence over the page of one environment."""
    if sighting.drift is None or sighting.failure is not None or sighting.stale:
        return plain(_not_seen(sighting, times, _when(sighting, times)))
    return _text(drift_headline(sighting.drift, environment=environment, label=label, place=_place(sighting)))


def row_sentence(sighting: Sighting, *, label: str, times: Times, cause: Finding | None = None) -> Text:
    """
    The sentence of a row of the fleet. Below the card of a `cause` it says only what differs between its rows.

    Of an environment with several databases or schemas it says how many have its verdict, then what the worst one says.
    """
    if sighting.parts:
        parts = parts_sentence(sighting)
        if sighting.verdict is Verdict.IN_STEP:
            return plain(f"{parts}.")
        parts_with_it = (part for part in sighting.parts if part.drift and cause in part.drift.findings)
        part = next(parts_with_it, sighting.parts[0])
        worst = row_sentence(part, label=label, times=times, cause=cause)
        name = part.location.schema or part.location.alias
        return (*plain(f"{parts}. {name}: "), *worst)
    if sighting.drift is None and sighting.verdict is Verdict.NOT_JUDGED:
        return plain(f"Runs {sighting.unknown_release}, and no release is known by that name here.")
    if sighting.drift is None or sighting.verdict is Verdict.UNSEEN:
        return plain(_not_seen(sighting, times))
    if cause is not None and cause in sighting.drift.finding_set:
        return _particular(sighting.drift, cause)
    return _row_text(sighting.drift, label, _place(sighting))


def _row_text(drift: Drift, label: str, place: str) -> Text:
    """The sentence over a history, made once for each comparison, which is one value in memory."""
    key = (drift, label, place)
    text = _row_texts.get(key)
    if text is None:
        text = _text(row_headline(drift, label=label, place=place))
        _row_texts.put(key, text)
    return text


def also_said(said: Text, sentence: str) -> Text:
    """A text and a sentence after it; the text as it is where there is none."""
    if not sentence:
        return said
    stop = "" if flat(said).endswith(".") else "."
    return (*said, *plain(f"{stop} {sentence}"))


def unseen(sighting: Sighting, *, times: Times) -> str:
    """The sentence of an environment that is not seen now: why, and for how long."""
    failure = sighting.failure
    if failure is None:
        looked = "pushed" if sighting.is_pushed else "collected"
        if sighting.seen_at is None:
            return f"Not {looked} yet."
        return f"Not {looked} {times.since(sighting.seen_at)}."
    if failure.cause is Cause.NOT_COLLECTED:
        return f"Not collected {times.since(failure.since)}."
    if failure.cause in (Cause.BUSY, Cause.DAMAGED):
        return f"{english.capital(failure.cause.sentence)}."
    if sighting.seen_at is None:
        return f"Never seen: {failure.cause.sentence}."
    return f"Not seen {times.since(failure.since)}: {failure.cause.sentence}."


def next_step(sighting: Sighting) -> str:
    """What to do next about an environment that is not seen now; empty where it is seen."""
    if sighting.failure is not None:
        return sighting.failure.cause.next_step
    if sighting.is_pushed:
        return PUSH if sighting.stale else ""
    return Cause.NOT_COLLECTED.next_step if sighting.stale else ""


def _place(sighting: Sighting) -> str:
    return "This schema" if sighting.schemas else DATABASE


def _not_seen(sighting: Sighting, times: Times, when: str = "") -> str:
    """Why it is not seen, and what it was when it was: trouble comes first, the rest calms nobody."""
    why, verdict = unseen(sighting, times=times), sighting.last_verdict
    if verdict is None:
        return why
    was = f"{VERDICT_WORDS[verdict]} when last seen{when}."
    return f"{was} {why}" if verdict in (Verdict.BLOCKED, Verdict.DRIFTED) else f"{why} {was}"


def _when(sighting: Sighting, times: Times) -> str:
    return "" if sighting.seen_at is None else f" at {times.clock(sighting.seen_at)}"


def _text(headline: Headline) -> Text:
    return with_keys(headline.text, headline.keys)


def _particular(drift: Drift, cause: Finding) -> Text:
    """What differs between the environments of one cause: when its row was written, and the number of the row."""
    others = sum(each.code.severity is Severity.BLOCKING and each != cause for each in drift.findings)
    more = more_blocking(others)
    total = len(drift.history.rows)
    position = drift.history.first_position.get(cause.subject)
    if position is None:
        return plain(f"{english.count(total, 'row')} recorded.{more}")
    row = drift.history.rows[position]
    where = f"row {position + 1:,} of {total:,}"
    said = (
        where.capitalize()
        if row.applied_at is None
        else f"Recorded {english.absolute(row.applied_at)}, {where}"
    )
    return plain(f"{said}.{more}")
