"""The fleet as its template shows it."""

from app.domain import english
from app.domain.findings import Code, Finding, Verdict
from app.domain.fleet import counts
from app.domain.fleet.causes import causes
from app.domain.fleet.headline import BLOCKERS, headline
from app.web.facts.live import FleetFacts
from app.web.fleet.address import FleetAddress
from app.web.fleet.filters import Filters
from app.web.fleet.form import form
from app.web.fleet.groups import MEANINGS, Groups
from app.web.fleet.rows import Rows
from app.web.fleet.views import Cell, Count, FleetPage
from app.web.layout.first_steps import ADD_ENVIRONMENT, ADD_RELEASE
from app.web.layout.frame import frame
from app.web.layout.views import Empty, Fact, Frame, Head, Link, PinnedBar, VerdictView
from app.web.urls import pages as addresses
from app.web.urls import releases as release_addresses
from app.web.wording import rich_text as text
from app.web.wording.moments import Times


def page(facts: FleetFacts, filters: Filters, *, wanted: str | None) -> FleetPage:
    """The fleet against a release, or the fleet without one."""
    return _FleetComposer(facts, filters, wanted).view()


class _FleetComposer:
    """One fleet on its way to the template."""

    def __init__(self, facts: FleetFacts, filters: Filters, wanted: str | None) -> None:
        self.facts, self.filters = facts, filters
        self.address = FleetAddress(facts, filters, wanted)
        self.label = facts.chosen.label
        self.places = {place.slug: place for place in facts.places}
        self.sightings = tuple(facts.sightings[place.slug] for place in facts.places)
        self.shown = filters.sorted(
            one for one in self.sightings if filters.keeps(one, self.places[one.environment])
        )

    def view(self) -> FleetPage:
        has_release = self.facts.chosen.release is not None
        rows = Rows(self.facts, self.address)
        groups = Groups(rows, self.filters, self.shown, self.places)
        headline = self._headline()
        return FleetPage(
            frame=self._frame(headline),
            head=Head(text.plain(headline), self._facts_line(), copy_link=self.address.pinned),
            newer=self.address.changes,
            warning=self._warning(),
            strip=self._strip() if has_release else (),
            counts=self._counts() if has_release else (),
            form=form(self.facts, self.filters, self.address),
            groups=groups.all() if has_release else groups.bare(),
            empty=self._empty(),
            apps=len(rows.lanes),
            seen_head="Received" if self.facts.at else "Seen",
        )

    def _headline(self) -> str:
        release = self.facts.chosen.release
        if release is None:
            return self._without_release()
        return headline(self.sightings, label=self.label or release.fingerprint[:8])

    def _frame(self, headline: str) -> Frame:
        project = self.facts.project
        worst = min((one.verdict for one in self.sightings), key=list(Verdict).index, default=None)
        return frame(
            project,
            headline,
            current="Fleet",
            tone=worst.value if worst and self.facts.chosen.release else "",
            share=self._share(),
            description=self._description(),
            times=Times(None if self.facts.at else self.facts.now),
            twin=self.address.twin,
            canonical=self.address.pinned,
            pinned=self._bar(),
        )

    def _without_release(self) -> str:
        name = f"{self.label}" if self.label else self.facts.project.name
        return f"No release is known for {name}."

    def _warning(self) -> str:
        """All of them unseen at once is the collector's trouble, not theirs."""
        if len(self.sightings) < 2 or any(one.verdict is not Verdict.UNSEEN for one in self.sightings):
            return ""
        if self.facts.chosen.release is None or self.facts.at is not None:
            return ""
        seen = [one.seen_at for one in self.sightings if one.seen_at]
        if not seen:
            return "No collection has succeeded yet."
        return f"No collection has succeeded since {english.absolute(max(seen))}."

    def _bar(self) -> PinnedBar | None:
        release = self.facts.chosen.release
        if self.facts.at is None or release is None:
            return None
        sentence = (
            f"This page always shows what had been received by {english.absolute(self.facts.at, seconds=True)}, "
            f"against release {self.label}~{release.fingerprint[:8]}."
        )
        return PinnedBar(
            text.plain(sentence), Link("See the fleet now", addresses.home(self.facts.project.slug))
        )

    def _share(self) -> str:
        """The worst number, for a preview of the link: `3 of 40 blocked · Shop`."""
        title = self.facts.project.name
        total = len(self.sightings)
        if self.facts.chosen.release is None or not total:
            return title
        verdict, number = next(one for one in counts(self.sightings).items() if one[1])
        return f"{number} of {total} {VerdictView.of(verdict).word.lower()} · {title}"

    def _description(self) -> str:
        if self.facts.chosen.release is None:
            return "Add a release to compare the environments with."
        if not self.sightings:
            return "No environment yet."
        shared = causes(self.sightings)
        number = counts(self.sightings)
        blocked = sorted({slug for cause in shared for slug in cause.environments})
        said = ""
        if len(shared) == 1:
            said = f"{_blocker(shared[0].finding)} {english.listed(blocked, 3)}. "
        elif shared:
            said = f"{len(shared)} causes block {english.listed(blocked, 3)}. "
        rest = [
            f"{many} {VerdictView.of(verdict).word.lower()}"
            for verdict, many in number.items()
            if many and not (shared and verdict is Verdict.BLOCKED)
        ]
        return f"{said}{', '.join(rest)}." if rest else said.strip()

    def _facts_line(self) -> tuple[Fact, ...]:
        release = self.facts.chosen.release
        found: list[Fact] = []
        if release is not None:
            live = self.facts.at is None
            href = release_addresses.held_against(
                self.facts.project.slug, self.label, release.fingerprint, live_page=live
            )
            found.append(Fact("Against release", self.label, release.fingerprint[:8], href=href))
            migrations, apps = len(release.migrations), len(release.apps)
            found.append(Fact(f"{english.count(migrations, 'migration')} in {english.count(apps, 'app')}"))
            if release.commit:
                found.append(Fact("commit", code=release.commit[:8]))
        if self.facts.at is None:
            found.append(Fact("as of", moment=Times.absolute(self.facts.now)))
        else:
            found.append(Fact("received by", moment=Times.absolute(self.facts.at, seconds=True)))
        return tuple(found)

    def _strip(self) -> tuple[Cell, ...]:
        kept = {one.environment for one in self.shown}
        cells: list[Cell] = []
        order = Filters().sorted(self.sightings)
        for one in order:
            verdict = one.verdict.value
            name = f"{one.environment}: {VerdictView.of(one.verdict).word.lower()}"
            first = bool(cells) and cells[-1].verdict != verdict
            cells.append(
                Cell(
                    self.address.environment(one.environment),
                    name,
                    verdict,
                    first,
                    one.environment not in kept,
                )
            )
        return tuple(cells)

    def _counts(self) -> tuple[Count, ...]:
        found = []
        for verdict, number in counts(self.sightings).items():
            current = verdict.value in self.filters.chosen.get("verdict", ())
            href = self.address.filtered(verdict=None if current else verdict.value)
            found.append(Count(VerdictView.of(verdict), number, MEANINGS[verdict][0], href, current))
        return tuple(found)

    def _empty(self) -> Empty | None:
        if not self.sightings:
            return Empty("No environment yet.", ADD_ENVIRONMENT)
        if self.facts.chosen.release is None:
            return Empty("Add a release to hold the environments against.", ADD_RELEASE)
        if not self.shown:
            clear = Link("Clear filters", self.address.unfiltered)
            return Empty(f"No environment matches {self.filters.said}.", link=clear)
        return None


def _blocker(finding: Finding) -> str:
    """`One missing row blocks`, `2 missing rows block`."""
    one, many = BLOCKERS[finding.code]
    rows = len(finding.related) if finding.code is Code.MISSING_DEPENDENCY else 1
    return f"{rows} {many} block" if rows > 1 else f"One {one} blocks"
