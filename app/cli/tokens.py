"""`driftboard tokens`: makes, lists and revokes the tokens with which programs push, or read."""

from typing import Annotated

import typer

from app.cli.arguments.options import DEFAULT_CONFIG, ConfigOption, load_settings, now, store_of
from app.cli.output import console, stop
from app.config import Project, Settings
from app.domain import english
from app.store.pushed import tokens
from app.store.pushed.tokens import Purpose, Token

MAX_NOTE_LENGTH = 200
"""In characters."""

NO_TOKENS = "There is no token yet. Make one: driftboard tokens create PROJECT"

commands = typer.Typer(no_args_is_help=True, add_completion=False)


@commands.callback()
def about() -> None:
    """Who may push releases, histories and deployments, or read what was seen."""


@commands.command("create")
def create_token(
    project: Annotated[str, typer.Argument(help="The project's slug.")],
    *,
    environment: Annotated[
        str | None,
        typer.Option(
            help="Only for the histories and deployments of this environment; else for the whole project."
        ),
    ] = None,
    read: Annotated[
        bool,
        typer.Option(
            "--read", help="To read what was seen last, as `driftboard check` does; it pushes nothing."
        ),
    ] = False,
    note: Annotated[str, typer.Option(help="Whose it is or where it is kept, for `tokens list`.")] = "",
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Make a token and print it, this once."""
    settings = load_settings(config)
    configured = _project(settings, project)
    if environment is not None and configured.environment(environment) is None:
        slugs = ", ".join(each.slug for each in configured.environments)
        stop(f"There is no environment {environment} in {project}: {slugs or 'it has none'}.")
    if read and environment is not None:
        stop("A token that reads is of the whole project: leave out --environment.")
    if len(note) > MAX_NOTE_LENGTH or not note.isprintable():
        stop(f"--note is one line of at most {MAX_NOTE_LENGTH} characters.")
    with store_of(settings) as store, store.writing() as session:
        token, text = tokens.create(
            session,
            project,
            environment=environment,
            note=note.strip(),
            purpose=Purpose.READ if read else Purpose.PUSH,
            at=now(),
        )
    typer.echo(text.reveal())
    console.print(
        f"This is the token {token.id} of {_owner(token)}{_purpose(token)}. "
        "It is not shown again, Driftboard keeps a hash of it.",
        markup=False,
    )


@commands.command("list")
def list_tokens(
    *,
    project: Annotated[
        str | None, typer.Option(help="Only those of this project and its environments.")
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Every token by its id, the newest first: of what, since when, and whether it is revoked."""
    settings = load_settings(config)
    with store_of(settings) as store, store.reading() as session:
        found = tokens.all_tokens(session, project)
    rows = [_columns(token) for token in found]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        typer.echo("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
    if not rows:
        typer.echo(NO_TOKENS)


@commands.command("revoke")
def revoke_token(
    token_id: Annotated[
        str, typer.Argument(metavar="ID", help="The id of the token, as `tokens list` has it.")
    ],
    *,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Refuse what is pushed with a token from now on."""
    settings = load_settings(config)
    whole = tokens.TEXT.fullmatch(token_id)
    with store_of(settings) as store, store.writing() as session:
        token = tokens.revoke(session, whole[1] if whole else token_id, at=now())
    if token is None:
        name = "like this" if whole else token_id  # a token that was typed whole is not repeated
        stop(f"There is no token {name}; `driftboard tokens list` has them all.")
    typer.echo(f"The token {token.id} of {_owner(token)} is revoked.")


def _project(settings: Settings, slug: str) -> Project:
    project = settings.project(slug)
    if project is None:
        slugs = ", ".join(each.slug for each in settings.projects)
        stop(f"There is no project {slug}: {slugs or 'none is configured'}.")
    return project


def _owner(token: Token) -> str:
    return token.project if token.environment is None else f"{token.project}/{token.environment}"


def _purpose(token: Token) -> str:
    return ", which only reads" if token.purpose is Purpose.READ else ""


def _columns(token: Token) -> tuple[str, ...]:
    created, revoked = token.created_at, token.revoked_at
    return (
        token.id,
        _owner(token) + _purpose(token),
        f"made {english.absolute(created)}",
        f"revoked {english.absolute(revoked)}" if revoked else "",
        token.note,
    )
