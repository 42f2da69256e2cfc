"""Names of files as text: a byte that is none Python holds as half of a character, which no store takes."""

NOT_UTF8 = "a name that is not UTF-8"


def is_text(name: str) -> bool:
    """Whether all of a name is text."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def as_text(name: str) -> str:
    r"""The name, with each byte that is no text written `\xff`."""
    return name.encode("utf-8", "surrogateescape").decode(errors="backslashreplace")
