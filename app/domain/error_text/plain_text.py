"""A pasted text without what wraps it: colours, escapes of JSON and HTML, prefixes of log lines."""

import re

MAX_PREFIXES = 8
"""So many prefixes a line may have: the container, the moment, the stream, the level, and so on."""

_ESCAPE_CHARACTER = re.compile(r"\\(?:u001[bB]|x1[bB]|033|e(?=\[))|␛|\^\[(?=\[)")
_UNICODE_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_ESCAPE = re.compile(r"\\([nrt])")
_ENTITY = re.compile(r"&(quot|apos|lt|gt|nbsp|#0?39|#0?34|#[xX]27|#[xX]22);")
_COLOUR = re.compile(r"\x1b\[[0-?]{0,32}[ -/]{0,8}[@-~]|\x1b\][^\x07\x1b]{0,200}(?:\x07|\x1b\\?)|\x1b.?")
_COLOUR_WITHOUT_ESCAPE = re.compile(r"\[\d{0,3}(?:;\d{1,3}){0,4}[mK]")

_ENTITIES = {"quot": '"', "apos": "'", "lt": "<", "gt": ">", "nbsp": " "}
_QUOTES = {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "…": "..."}
_NOTHING = "`*\u200b\u200c\u200d\u2060\ufeff\u00ad│┃╎\x00"
_CHARACTERS = str.maketrans({**_QUOTES, **dict.fromkeys(_NOTHING, "")})
"""Chats and word processors change quotes, Markdown adds its marks, and boxes are drawn around tracebacks."""

_PREFIX = re.compile(
    r"""
    \s{1,200}
  | [\w./-]{1,80}\s{0,40}\|(?!\|)                                       # web-1  |
  | \[(?:pod/[^\[\]]{1,120}|[A-Za-z]{4,8}|\d{1,10}|[^\[\]]{0,60}\d\d:\d\d[^\[\]]{0,40})\]:?
  | \d{4}[-/]\d\d[-/]\d\d[T\s]\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?:Z|\s?[+-]\d\d:?\d\d)?
  | \d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?=\s)
  | (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s{1,2}\d{1,2}\s\d\d:\d\d:\d\d
  | [\w.-]{1,64}\s[\w./-]{1,64}\[[\w.]{1,40}\]:                         # web01 gunicorn[812]:
  | [\w./-]{1,64}\[[\w.]{1,40}\]:                                       # app[release.4711]:
  | std(?:out|err)\s[FP](?=\s)
  | \#\#\[[a-z]{1,20}\] | ::error[^:]{0,80}::
  | \#\d{1,4}\s\d{1,6}\.\d{1,4}(?=\s)                                   # 12 3.456, of a build
  | (?:CRITICAL|FATAL|ERROR|WARNING|WARN|INFO|DEBUG|TRACE)(?=[\s:|-])[:|-]?
  | >{1,5}(?=\s) | E(?=\s{2})
    """,
    re.VERBOSE,
)


def plain_text(pasted: str) -> str:
    """The text that was wrapped, in lines; linear in its length."""
    text = _ESCAPE_CHARACTER.sub("\x1b", pasted)
    text = _COLOUR_WITHOUT_ESCAPE.sub("", _COLOUR.sub("", text))
    text = _ESCAPE.sub(_blank, _UNICODE_ESCAPE.sub(_character, text))
    text = _ENTITY.sub(_entity, text.replace("\\", "").replace("&amp;", "&"))
    lines = text.translate(_CHARACTERS).splitlines()
    return "\n".join(map(_without_prefixes, lines))


def _blank(escape: re.Match[str]) -> str:
    return " " if escape[1] == "t" else "\n"


def _character(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))


def _entity(entity: re.Match[str]) -> str:
    word = entity[1]
    return _ENTITIES.get(word) or ("'" if word[-1] in "97" else '"')


def _without_prefixes(line: str) -> str:
    start = 0
    for _ in range(MAX_PREFIXES):
        prefix = _PREFIX.match(line, start)
        if prefix is None:
            break
        start = prefix.end()
    return line[start:].rstrip()
