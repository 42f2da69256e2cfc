"""
Text in which no channel finds a mention, a link or markup.

Names come from rows, files and labels, so anything may stand in them. Channels have languages of their own: Markdown,
HTML, Slack's, Discord's. No escape is right in all of them, and a plain mail has none. So a sign with which one of them
begins something becomes a sign that looks like it and begins nothing.
"""

import re

from app.domain.english import visible

LOOK_ALIKES = str.maketrans(
    {
        "@": "\N{FULLWIDTH COMMERCIAL AT}",
        "#": "\N{FULLWIDTH NUMBER SIGN}",
        "&": "\N{FULLWIDTH AMPERSAND}",
        "<": "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}",
        ">": "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}",
        "[": "\N{FULLWIDTH LEFT SQUARE BRACKET}",
        "]": "\N{FULLWIDTH RIGHT SQUARE BRACKET}",
        "\\": "\N{FULLWIDTH REVERSE SOLIDUS}",
        "`": "\N{MODIFIER LETTER GRAVE ACCENT}",
        "*": "\N{ASTERISK OPERATOR}",
        "~": "\N{TILDE OPERATOR}",
        "|": "\N{BROKEN BAR}",
    }
)

UNDERSCORE = "\N{FULLWIDTH LOW LINE}"
EDGE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
"""An underscore that is not between two letters or digits: within a word it formats nothing."""

SCHEME = re.compile(r":(?=//)")
WEB = re.compile(r"(?i)\b(www|mailto|tel|javascript)([.:])")
"""What mail programs and chats make links of, without being asked."""

EMOJI = re.compile(r":(?=[\w+-]+:)")
RATIO = "\N{RATIO}"


def inert(text: str) -> str:
    """The text in one line; what is no sign to be seen is written out, and no sign begins anything."""
    plain = EDGE.sub(UNDERSCORE, visible(text).translate(LOOK_ALIKES))
    plain = WEB.sub(lambda match: match[1] + ("\N{ONE DOT LEADER}" if match[2] == "." else RATIO), plain)
    return EMOJI.sub(RATIO, SCHEME.sub(RATIO, plain))
