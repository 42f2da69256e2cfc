"""Pages read as a person reads them: by role and text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta", "path", "use", "circle", "rect", "wbr"}
ROLES = {
    "a": "link",
    "aside": "complementary",
    "button": "button",
    "h1": "heading",
    "h2": "heading",
    "header": "banner",
    "input": "textbox",
    "li": "listitem",
    "main": "main",
    "nav": "navigation",
    "option": "option",
    "pre": "pre",
    "select": "combobox",
    "table": "table",
    "td": "cell",
    "th": "rowheader",
    "tr": "row",
}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    children: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words, blanks squeezed; what is hidden from everybody is left out."""
        return " ".join(self._words().split())

    def _words(self) -> str:
        if self.tag in ("script", "style", "title") and self.parent:
            return ""
        between = "" if self.tag in ("a", "b", "code", "h1", "i", "samp", "span", "time", "wbr") else " "
        return between + "".join(c if isinstance(c, str) else c._words() for c in self.children) + between

    @property
    def name(self) -> str:
        """The accessible name."""
        return self.attributes.get("aria-label") or self.text

    @property
    def href(self) -> str:
        return self.attributes["href"]

    def walk(self) -> Iterator["Element"]:
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    def all(self, tag: str, **attributes: str) -> list["Element"]:
        wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
        return [e for e in self.walk() if e.tag == tag and wanted.items() <= e.attributes.items()]

    def one(self, tag: str, **attributes: str) -> "Element":
        (found,) = self.all(tag, **attributes)
        return found

    def by_role(self, role: str, name: str | None = None) -> list["Element"]:
        return [
            e
            for e in self.walk()
            if e.attributes.get("role", ROLES.get(e.tag)) == role and (name is None or name == e.name)
        ]

    def link(self, name: str) -> "Element":
        found = self.by_role("link", name)
        assert found, f"no link {name!r} among {[e.name for e in self.by_role('link')]}"
        return found[0]

    def by_id(self, name: str) -> "Element":
        (found,) = [e for e in self.walk() if e.attributes.get("id") == name]
        return found

    @property
    def title(self) -> str:
        return "".join(c for c in self.one("head").one("title").children if isinstance(c, str)).strip()


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.at = Element("", {})

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag, attrs):
        self.at.children.append(Element(tag, {name: value or "" for name, value in attrs}, self.at))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag}>"
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.children.append(data)


def read(html: str) -> Element:
    """The page; a tag that is not closed is an error."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    assert parser.at is parser.root, f"<{parser.at.tag}> is not closed"
    return parser.root
