"""The form that chooses what the map of a live page shows: the release, the snapshot, the environment besides."""

from app.web.environment.map.views import Choosing
from app.web.environment.query import ViewOptions
from app.web.facts.environment import EnvironmentFacts
from app.web.facts.pinned.addresses import pinned_environment
from app.web.layout.views import Choice, Picker
from app.web.urls.environment import EnvironmentAddress
from app.web.urls.segments import short
from app.web.wording.moments import Times

MAX_RELEASES = 100
MAX_SNAPSHOTS = 60
MAX_ENVIRONMENTS = 100
"""With more environments there is a field for the name of the other one."""

RELEASE, SNAPSHOT, BESIDE = "Release", "Snapshot", "Compare with"
OWN_RELEASE, NEWEST, NOBODY = "its own", "the newest", "nothing"


def choosing(facts: EnvironmentFacts, address: EnvironmentAddress, options: ViewOptions) -> Choosing:
    """The form, with what the page shows chosen."""
    query = {"focus": options.focus_text, **options.link_query, "with": None}
    fields = {**address.parameters, **query, "release": None}
    every = facts.project.environments
    is_long = len(every) - 1 > MAX_ENVIRONMENTS
    pickers = [_releases(facts), _snapshots(facts)]
    if not is_long:
        slugs = [each.slug for each in every if each.slug != facts.environment.slug]
        pickers.append(_environments(slugs, options.beside or ""))
    return Choosing(
        address.path,
        tuple((name, value) for name, value in fields.items() if value is not None),
        tuple(picker for picker in pickers if len(picker.choices) > 1),
        options.beside or "" if is_long else None,
    )


def _releases(facts: EnvironmentFacts) -> Picker:
    chosen = facts.chosen.word if facts.picked else ""
    newest = facts.chosen.labels[:MAX_RELEASES]
    labels = newest if not chosen or chosen in newest else (*newest, chosen)
    own = Choice(
        "", OWN_RELEASE if facts.picked else f"{OWN_RELEASE}, {facts.chosen.word}", chosen=not chosen
    )
    return Picker("release", RELEASE, (own, *(Choice(each, each, each == chosen) for each in labels)))


def _snapshots(facts: EnvironmentFacts) -> Picker:
    times = Times(facts.now)
    earlier = facts.summaries[1:MAX_SNAPSHOTS] if facts.chosen.release else ()
    return Picker(
        "history",
        SNAPSHOT,
        (
            Choice("", NEWEST, chosen=True),
            *(
                Choice(
                    short(summary.fingerprint),
                    f"{times.absolute(summary.received_at).text}, {summary.fingerprint[:8]}",
                )
                for summary in earlier
            ),
        ),
    )


def _environments(slugs: list[str], chosen: str) -> Picker:
    named = slugs if not chosen or chosen in slugs else [*slugs, chosen]
    return Picker(
        "with", BESIDE, (Choice("", NOBODY, chosen=not chosen), *(Choice(s, s, s == chosen) for s in named))
    )


def chosen_snapshot(facts: EnvironmentFacts, text: str, options: ViewOptions) -> str | None:
    """The pinned page of the snapshot that `history=` names; None where there is none."""
    release = facts.chosen.release
    found = next((each for each in facts.summaries if each.fingerprint.startswith(text)), None)
    if found is None or release is None:
        return None
    address = pinned_environment(facts, release, found.received_at, found.fingerprint)
    return address.page(focus=options.focus_text, **options.link_query)
