"""
A time line as an Atom feed (RFC 4287), with a link to what is older (RFC 5005).

The id of an entry is made of what names its event and never changes. All links are absolute. What is no letter to be
seen is written out, as XML holds no controls and no halves of characters.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from app.domain.english import visible
from app.domain.events.event import Event
from app.domain.events.sentences import note, sentence
from app.domain.events.what import KIND_WORDS
from app.web.events.links import links
from app.web.events.page import between, headline, where
from app.web.facts.events.timeline import Timeline
from app.web.urls.events.address import EventsAddress

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
AUTHOR = "Driftboard"


def feed(timeline: Timeline, address: EventsAddress, public: str) -> str:
    """The feed of the events of a page; `public` is the address of the dashboard before its paths."""
    root = Element("feed", xmlns=ATOM)
    _text(root, "id", _urn(f"feed/{address.first().page()}"))
    _text(root, "title", headline(timeline) + (f" · {timeline.project.name}" if timeline.environment else ""))
    _text(root, "updated", _moment(max((event.at for event in timeline.events), default=timeline.now)))
    _text(SubElement(root, "author"), "name", AUTHOR)
    _link(root, "self", public + address.form(".atom"), MEDIA_TYPE)
    _link(root, "alternate", public + address.page(), "text/html")
    if timeline.older is not None:
        _link(root, "next", public + address.older(timeline.older).form(".atom"), MEDIA_TYPE)
    for event in timeline.events:
        _entry(root, timeline, event, public)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")


def _entry(root: Element, timeline: Timeline, event: Event, public: str) -> None:
    entry = SubElement(root, "entry")
    _text(entry, "id", _urn(f"{timeline.project.slug}/{event.identity}"))
    _text(entry, "title", where(timeline, event) + sentence(event))
    _text(entry, "updated", _moment(event.at))
    SubElement(entry, "category", term=event.kind.value, label=KIND_WORDS[event.kind])
    found = links(timeline, event)
    page = EventsAddress(timeline.project.slug, event.environment or None)
    day = page.day(event.at.astimezone(UTC).date())
    _link(entry, "alternate", public + (found[0].href if found else day.page()), "text/html")
    for link in found[1:]:
        _link(entry, "related", public + link.href, "text/html")
    said = " ".join(_said(event))
    SubElement(entry, "content", type="text").text = visible(said)


def _said(event: Event) -> Iterator[str]:
    yield sentence(event)
    if note(event):
        yield note(event)
    if between(event):
        yield f"It happened {between(event)}."


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = visible(text)


def _link(parent: Element, rel: str, href: str, media_type: str) -> None:
    SubElement(parent, "link", rel=rel, href=href, type=media_type)


def _urn(name: str) -> str:
    return uuid5(NAMESPACE_URL, f"driftboard/{name}").urn


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
