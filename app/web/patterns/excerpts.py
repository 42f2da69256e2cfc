"""The marked parts of a page, each cut out with the elements that it stands in: so the style sheets find it again."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.web.patterns.marks import CLOSES, NAMED, OPENS

TOKEN = re.compile(
    rf"""{OPENS}(?P<part>[^{NAMED}]*){NAMED}|(?P<end>{CLOSES})|<!--.*?-->
    |<(?P<close>/?)(?P<tag>[a-zA-Z][\w-]*)(?P<attributes>(?:"[^"]*"|'[^']*'|[^>"'])*)>""",
    re.DOTALL | re.VERBOSE,
)
MARK = re.compile(rf"{OPENS}[^{NAMED}]*{NAMED}|{CLOSES}")
VOID = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}

DROPPED = re.compile(
    r"""\s(?:hx-[\w-]+|autofocus|hidden|data-opens-[\w-]+|src)(?:=(?:"[^"]*"|'[^']*'))?(?=[\s/]|$)"""
)
"""What would ask the server, take the focus or hide the part."""

UNFOLDED = ("details", "dialog")
PLAIN: Mapping[str, str] = {"main": "div", "noscript": "div", "migration-map": "div", "go-to": "div"}
"""Elements that a page has once, or that would start to work, as what they are without that."""

REFERENCE = re.compile(
    r"""(?P<head>\s(?:id|for|list|aria-(?:labelledby|describedby|controls))="|\shref="\#|url\(\#)(?P<names>[^")]+)"""
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What a part of a page printed, with the elements around it; `shape` is what it has in common with its like."""

    part: str
    html: str
    shape: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Open:
    part: str
    begin: int
    around: tuple[tuple[str, str], ...]


def excerpts(html: str) -> Iterator[Excerpt]:
    """The parts of a marked page that print something, the inner ones first."""
    around: list[tuple[str, str]] = []
    parts: list[_Open] = []
    for token in TOKEN.finditer(html):
        if token["part"] is not None:
            parts.append(_Open(token["part"], token.end(), tuple(around)))
        elif token["end"]:
            part = parts.pop()
            inner = html[part.begin : token.start()]
            if MARK.sub("", inner).strip():
                yield _excerpt(part, inner)
        elif token["tag"]:
            _follow(around, token)


def _follow(around: list[tuple[str, str]], token: re.Match[str]) -> None:
    """Keep the elements that are open."""
    tag, attributes = token["tag"], token["attributes"]
    if token["close"]:
        while around and around.pop()[0] != tag:
            pass
    elif tag not in VOID and not attributes.endswith("/") and tag not in ("html", "body"):
        around.append((tag, attributes))


def _excerpt(part: _Open, inner: str) -> Excerpt:
    opening = "".join(f"<{tag}{attributes}>" for tag, attributes in part.around)
    closing = "".join(f"</{tag}>" for tag, _ in reversed(part.around))
    inert = TOKEN.sub(_inert, inner)
    shape = frozenset(re.findall(r'<[a-z][\w-]*|\s(?:class|data-\w+)="[^"]*"', inert))
    return Excerpt(part.part, TOKEN.sub(_inert, opening) + inert + TOKEN.sub(_inert, closing), shape)


def _inert(token: re.Match[str]) -> str:
    """A tag that does nothing by itself; marks and comments go."""
    if not token["tag"]:
        return ""
    tag = PLAIN.get(token["tag"], token["tag"])
    if token["close"]:
        return f"</{tag}>"
    attributes = DROPPED.sub("", MARK.sub("", token["attributes"]))
    if tag in UNFOLDED and not re.search(r"\sopen\b", attributes):
        attributes = f" open{attributes}"
    return f"<{tag}{attributes}>"


def named_apart(html: str, prefix: str) -> str:
    """The excerpt with other ids, so that it may stand on a page beside its like."""
    return REFERENCE.sub(
        lambda it: it["head"] + " ".join(f"{prefix}-{name}" for name in it["names"].split(" ")), html
    )
