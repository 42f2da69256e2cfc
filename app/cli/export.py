"""`driftboard export`: a pinned page as one file, as its preview picture, or as a text for a channel."""

import asyncio
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from app.cli.arguments.options import DEFAULT_CONFIG, ConfigOption, load_settings, now, store_of
from app.cli.output import console, stop
from app.domain.english import listed

FORMS = {
    ".html": ("", "the page in one file"),
    ".png": ("/preview.png", "its preview picture"),
    ".md": (".md", "its text as Markdown"),
    ".txt": (".slack.txt", "its text for Slack"),
}
"""What a file is, by the ending of its name, and what the address of that ends with."""

FURTHER_ENDINGS = (".json", "/download.html", *(ending for ending, _ in FORMS.values() if ending))


def export(
    address: Annotated[str, typer.Argument(help="A pinned page: its path, or its whole address.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file to write: .html, .png, .md, or .txt for Slack.")
    ],
    *,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Write a pinned page into a file that needs no dashboard and no network; no server has to run."""
    if output.suffix not in FORMS:
        endings = listed(f"{ending} ({what})" for ending, (_, what) in FORMS.items())
        stop(f"The name of the file says what it is: {endings}. {output.name} ends otherwise.")
    path = _path(address)
    settings = load_settings(config)
    with store_of(settings) as store:
        from app.main import create_app  # noqa: PLC0415 - `compare` should start quickly
        from app.web.server.download import exported  # noqa: PLC0415

        app = create_app(settings, store, now=now)
        ending, what = FORMS[output.suffix]
        found = asyncio.run(exported(app, path, ending, public=settings.public_url))
    if isinstance(found, str):
        stop(found)
    try:
        output.write_bytes(found)
    except OSError as error:
        stop(f"{output} could not be written: {error.strerror}.")
    console.print(f"{output}: {what}, {max(1, round(len(found) / 1000)):,} kB", markup=False)


def _path(address: str) -> str:
    """The path of a page with its query, of a path or a whole address."""
    parts = urlsplit(address)
    path = parts.path
    for ending in FURTHER_ENDINGS:
        path = path.removesuffix(ending)
    if not path.startswith("/") or path == "/":
        stop(
            f"{address} is not the address of a page; one looks like /shop/environments/sandbox-3/at/…/against/…."
        )
    return f"{path}?{parts.query}" if parts.query else path
