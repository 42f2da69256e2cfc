"""
The HTML of a pinned page as one file.

What the page loads comes into it: sheets, icons, pictures. What runs or asks for something goes: scripts, the
attributes of htmx, forms. Links lead to the dashboard where its address is known; else they are text.
"""

import base64
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin

from app.assets import STATIC

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What a browser may do with the file: set it with its own sheet, and show the pictures in it."""

LEFT_OUT = frozenset({"script", "dialog", "template"})
"""Elements that go with all that is in them."""

NEEDS_DASHBOARD = frozenset({"data-opens-go", "data-opens-keys", "data-saves", "download"})
"""Attributes of elements that do nothing in a file: what opens "Go to…" and the list of keys, the link to itself."""

UNWRAPPED = frozenset({"noscript"})
"""Elements of which only the content stays: nothing in the file runs."""

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
BLOCKS = frozenset(
    {
        "div",
        "dl",
        "head",
        "html",
        "li",
        "meta",
        "ol",
        "p",
        "section",
        "table",
        "tbody",
        "td",
        "th",
        "tr",
        "ul",
    }
)
"""Elements after whose tags blanks show nothing."""

KEPT_META = frozenset({"viewport", "description", "color-scheme"})
SLIM_FROM = 480_000
"""A file of so many characters is written slim: chats and mailboxes take half a megabyte."""

BARCODE = "app-barcode"
"""The class of a drawing that has its words in a `title` of its own."""

DISABLED = frozenset({"input", "select", "button", "textarea"})
ICON = re.compile(r"/img/icons\.svg#([\w-]+)$")
SHEET = re.compile(r"/css/([\w-]+\.css)$")
SYMBOL = re.compile(r"<symbol id=\"([\w-]+)\".*?</symbol>", re.DOTALL)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
AROUND_SIGNS = re.compile(r" ?([{};,]) ?")
BLANKS = re.compile(r"[ \t\n\f\r]+")
"""What HTML takes for blanks; names may hold others, and keep them."""
PICTURE = re.compile(r"<img\b[^>]*\bsrc=\"(/[^\"]*)\"")


class NotPinned(ValueError):
    """The page is not a pinned one: what it shows changes, so a file of it would be wrong tomorrow."""


def pictures_in(html: str) -> tuple[str, ...]:
    """The addresses of the dashboard's own pictures on a page, which `single_file` needs."""
    return tuple(dict.fromkeys(found.replace("&amp;", "&") for found in PICTURE.findall(html)))


def single_file(html: str, address: str, *, public: str, pictures: Mapping[str, bytes]) -> str:
    """
    The page at this address as one file; raises `NotPinned`.

    `public` is the address of the dashboard, empty where it is not known. `pictures` are PNGs by their address; one
    that is not there is left out.
    """
    file = _written(html, _Writer(address, public, pictures))
    return file if len(file) < SLIM_FROM else _written(html, _Writer(address, public, pictures, is_slim=True))


def _written(html: str, writer: "_Writer") -> str:
    writer.feed(html)
    writer.close()
    if not writer.is_pinned:
        raise NotPinned(writer.address)
    return writer.file()


class _Writer(HTMLParser):
    """Writes the page anew, tag by tag; a slim file has no links on the cells of a strip, whose rows have the same."""

    def __init__(
        self, address: str, public: str, pictures: Mapping[str, bytes], *, is_slim: bool = False
    ) -> None:
        super().__init__(convert_charrefs=False)
        self.address, self.public, self.pictures, self.is_slim = address, public, pictures, is_slim
        self.out: list[str] = []
        self.sheets: list[str] = []
        self.icons: list[str] = []
        self.is_pinned = False
        self.left_out = 0
        self.verbatim = 0
        self.last_tag = ""

    def file(self) -> str:
        """The whole file, once the page was fed."""
        page = "".join(self.out)
        head = (
            f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}" />'
            f"<style>{''.join(_sheet(name) for name in self.sheets)}</style></head>"
        )
        sprite = "".join(_symbol(name) for name in dict.fromkeys(self.icons))
        where = self.public + self.address if self.public else self.address
        foot = (
            f'<footer class="foot"><p>A copy of <code>{escape(where)}</code>. Nothing in it changes.</p></footer>'
            f'<svg width="0" height="0" hidden aria-hidden="true">{sprite}</svg></body>'
        )
        return page.replace("</head>", head, 1).replace("</body>", foot, 1)

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.left_out:
            self.left_out += tag not in VOID
        elif tag in LEFT_OUT or any(name in NEEDS_DASHBOARD for name, _ in attrs):
            self.left_out = 1
        elif tag not in UNWRAPPED:
            self.verbatim += tag in ("pre", "textarea")
            self._open(tag, dict(attrs), "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.left_out and tag not in LEFT_OUT:
            self._open(tag, dict(attrs), " /")

    def handle_endtag(self, tag: str) -> None:
        if self.left_out:
            self.left_out -= 1
        elif tag not in UNWRAPPED:
            self.verbatim -= tag in ("pre", "textarea")
            self.last_tag = tag
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self.left_out or (BLANKS.fullmatch(data) and self.last_tag in BLOCKS and not self.verbatim):
            return
        self.last_tag = ""
        self.out.append(data if self.verbatim else BLANKS.sub(" ", data))

    def handle_entityref(self, name: str) -> None:
        if not self.left_out:
            self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        if not self.left_out:
            self.out.append(f"&#{name};")

    def _open(self, tag: str, attributes: dict[str, str | None], ending: str) -> None:
        """Write a tag with the attributes that stay; some tags go."""
        self.last_tag = tag
        if "pinned-bar" in (attributes.get("class") or "").split(" "):
            self.is_pinned = True
        if tag == "link":
            sheet = SHEET.search(attributes.get("href") or "")
            if sheet and attributes.get("rel") == "stylesheet":
                self.sheets.append(sheet[1])
            return
        if tag == "meta" and "charset" not in attributes and attributes.get("name") not in KEPT_META:
            return
        if tag == "img" and not self._picture(attributes):
            return
        kept = {name: value for name, value in attributes.items() if not name.startswith("hx-")}
        self._rewrite(tag, kept)
        written = "".join(
            f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in kept.items()
        )
        self.out.append(f"<{tag}{written}{ending}>")

    def _rewrite(self, tag: str, attributes: dict[str, str | None]) -> None:
        """Turn what leads out of the file into what does not."""
        if tag == "form":
            attributes.pop("action", None)
            attributes.pop("method", None)
        if tag in DISABLED:
            attributes["disabled"] = None
        if tag == "migration-map":
            attributes.pop("src", None)
        # A title names an element as well; a fleet of 500 environments says it a thousand times.
        is_cell = attributes.get("aria-label") is not None and attributes["aria-label"] == attributes.get(
            "title"
        )
        if is_cell or attributes.get("class") == BARCODE:
            attributes.pop("aria-label", None)
        if is_cell and self.is_slim:
            attributes.pop("href", None)
        if attributes.get("href") is not None:
            self._lead(tag, attributes)

    def _lead(self, tag: str, attributes: dict[str, str | None]) -> None:
        """Let an icon lead into the file, and a link to the dashboard or elsewhere; else it leads nowhere."""
        href = attributes["href"] or ""
        icon = ICON.search(href)
        if tag == "use" and icon:
            self.icons.append(icon[1])
            attributes["href"] = f"#icon-{icon[1]}"
        elif not href.startswith("#"):
            target = urljoin(self.address, href)
            if target.startswith("/"):
                target = self.public + target if self.public else ""
            if target.startswith(("https://", "http://")):
                attributes["href"] = target
            else:
                del attributes["href"]

    def _picture(self, attributes: dict[str, str | None]) -> bool:
        """Whether the picture is there; then it stands in the file."""
        png = self.pictures.get(attributes.get("src") or "")
        if png is not None:
            attributes["src"] = f"data:image/png;base64,{base64.b64encode(png).decode()}"
        return png is not None


@lru_cache(maxsize=64)
def _sheet(name: str) -> str:
    """A sheet without its comments and blanks; empty where there is none of this name."""
    path = STATIC / "css" / name
    if not path.is_file():
        return ""
    return AROUND_SIGNS.sub(r"\1", BLANKS.sub(" ", COMMENT.sub("", path.read_text(encoding="utf-8"))))


@lru_cache(maxsize=1)
def _symbols() -> dict[str, str]:
    sprite = (STATIC / "img" / "icons.svg").read_text(encoding="utf-8")
    return {found[1]: BLANKS.sub(" ", found[0]) for found in SYMBOL.finditer(sprite)}


def _symbol(name: str) -> str:
    """An icon, under an id that no element of a page has."""
    return _symbols().get(name, "").replace('id="', 'id="icon-', 1)
