"""Values that nobody means: as a part of a path, as a parameter, as a body. All are written as a URL has them."""

from urllib.parse import quote

PARTS = (
    ".",
    "..",
    "%2E%2E",
    "%2F",
    "a%2Fb",
    "a%2F..%2Fb",
    "%2F%2Fevil.example",
    "%5C",
    "%00",
    "a%00b",
    "%0A",
    "%0D%0ASet-Cookie:a=b",
    "%1B%5B31m",
    "%7F",
    "%C2%85",
    "%E2%80%A8",
    "%ED%A0%80",
    "%FF",
    "%",
    "%zz",
    "%25",
    "%F0%9F%92%A9",
    "=2F",
    "=ED=A0=80",
    "=00",
    "==",
    "~",
    "~~",
    "{project}",
    "%7B%7D",
    "%3Cscript%3E",
    "'",
    "%22",
    "-1",
    "1e999",
    "9" * 40,
    "a" * 5_000,
    "%E4" * 400,
    "0001-01-01T0000Z",
    "9999-12-31T2359Z",
    "9999-12-31T235959Z",
    "9999-12-31T235960Z",
    "0000-00-00T0000Z",
    "9999-12-31T2359Z~7c1f0a9e41",
    "0001-01-01T0000Z~7c1f0a9e41",
    "2026-06-19T0912Z~" + "0" * 64,
    "2026-06-19T0912Z~" + "0" * 65,
    "v1.2~" + "f" * 10,
    "%D9%A1%D9%A2%D9%A3%D9%A4-01-01T0000Z",
    "download.html",
    ".json",
    "D101",
    "users.0001_initial",
)

VALUES = (
    *PARTS,
    "",
    "0001-01-01T00:00:00%2B14:00",
    "0001-01-01T00:00:00%2B23:59",
    "9999-12-31T23:59:59.999999-14:00",
    "9999-12-31T23:59:59-23:59",
    "2026-06-19T09:12:40",
    "2026-06-19",
    "NaN",
    "Infinity",
    "true",
    "%5B%5D",
    "a,b,,c",
    "," * 300,
    "+",
    "%2B",
    "1;drop",
    "users.0001_initial~users.0001_initial",
)

NAMES = (
    "after",
    "app",
    "apps",
    "chosen",
    "cluster",
    "database",
    "from",
    "group",
    "newer",
    "on",
    "open",
    "page",
    "project",
    "q",
    "region",
    "release",
    "schema",
    "search_path",
    "since",
    "sort",
    "sql",
    "tier",
    "to",
    "verdict",
    "without",
)
"""The parameters that pages know, and some that none does."""

BODIES = (
    b"",
    b"\x00",
    b"\xff\xfe",
    b"q",
    b"q=%00",
    b"q=%ED%A0%80&q=%FF",
    b"q=" + b"%2E" * 2_000,
    b"&" * 3_000,
    b"null",
    b"[]",
    b'"\\ud800"',
    b'{"\\ud800":1,"\\ud800":2}',
    b"[" * 5_000,
    b'{"release":"\\u0000"}',
    b'{"release":"v1.2","deployed_at":"0001-01-01T00:00:00+14:00"}',
    b'{"release":"v1.2","deployed_at":"9999-12-31T23:59:59-14:00"}',
    b'{"release":1e999}',
    b'{"format":1,"label":"\\ud800","migrations":[]}',
    b'--x\r\nContent-Disposition: form-data; name="q"\r\n\r\na\r\n--x--',
)

TYPES = (
    "application/x-www-form-urlencoded",
    "application/json",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "",
    "text/plain; charset=utf-99",
)


def filled(path: str, values: dict[str, str]) -> str:
    """The pattern of a route with a value for each of its names. What programs ask calls its project `slug`."""
    path = path.replace("/api/projects/{slug}/", "/api/projects/{project}/")
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", value).replace(f"{{{name}:path}}", value)
    return path


def written(text: str) -> str:
    """Any text as a part of a URL."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")
