"""`driftboard notify`: tells of changes of verdict once, or tries the channels, or lists what is not told yet."""

from threading import Thread
from time import monotonic
from typing import Annotated

import typer

from app.cli.arguments.options import DEFAULT_CONFIG, ConfigOption, load_settings, now, store_of
from app.cli.output import console, stop
from app.config import NotifyRule, Settings
from app.domain.english import absolute, count, visible

EXIT_NOT_TAKEN = 1
"""The exit code where a channel did not take something."""

LIMIT = 60.0
"""Seconds that messages on their way are waited for."""

NO_RULES = "There is no rule in [notify] of driftboard.toml; docs/notifications.md has examples."


def notify(
    *,
    test: Annotated[
        bool, typer.Option("--test", help="Send a test through the channel of each rule, and nothing else.")
    ] = False,
    pending: Annotated[
        bool, typer.Option("--pending", help="List what waits to be told, and what was given up.")
    ] = False,
    rule: Annotated[str | None, typer.Option(help="With --test: only this rule.")] = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """
    Tell of changes of verdict, by the rules in driftboard.toml. A served dashboard does so by itself.

    Without an option it looks once at what was collected, and sends what is due: after `driftboard collect`, where no
    dashboard collects. The exit code is 1 where a channel did not take something.
    """
    settings = load_settings(config)
    if pending:
        _list_pending(settings)
        return
    if not settings.notify:
        stop(NO_RULES)
    from app.notify.channel import INSTALL, is_installed  # noqa: PLC0415 - the list of commands needs none of it

    if not is_installed():
        stop(INSTALL)
    if test:
        _test(settings, _chosen(settings, rule))
    else:
        _tell(settings)


def _chosen(settings: Settings, name: str | None) -> tuple[NotifyRule, ...]:
    rules = tuple(rule for rule in settings.notify if name in (None, rule.name))
    if not rules:
        stop(f"There is no rule {name}: {', '.join(rule.name for rule in settings.notify)}.")
    return rules


def _test(settings: Settings, rules: tuple[NotifyRule, ...]) -> None:
    """Try every channel at once, each in a thread: one that hangs costs only itself."""
    problems: dict[str, str] = {}

    def attempt(rule: NotifyRule) -> None:
        from app.notify.channel import Channel, ChannelError  # noqa: PLC0415

        try:
            Channel(rule.url, settings.public_url).test(rule.name)
            problems[rule.name] = ""
        except ChannelError as error:
            problems[rule.name] = str(error)

    threads = [Thread(target=attempt, args=(rule,), daemon=True) for rule in rules]
    for thread in threads:
        thread.start()
    end = monotonic() + LIMIT
    for thread, rule in zip(threads, rules, strict=True):
        thread.join(max(0.0, end - monotonic()))
        problem = problems.get(rule.name, f"the channel hangs: no answer in {LIMIT:.0f} seconds")
        if problem:
            console.print(f"{rule.name}: {problem}.", style="red", markup=False)
        else:
            typer.echo(f"{rule.name}: the channel took the test.")
    if any(problems.get(rule.name, "hangs") for rule in rules):
        raise typer.Exit(EXIT_NOT_TAKEN)


def _tell(settings: Settings) -> None:
    from app.jobs.announcement import announce  # noqa: PLC0415
    from app.jobs.delivery import Delivery  # noqa: PLC0415
    from app.store.announcements import outbox  # noqa: PLC0415
    from app.web.announcements import Judge  # noqa: PLC0415

    with store_of(settings) as store:
        new = announce(store, settings, Judge(), now=now())
        is_done = Delivery(store, settings, now).drain(LIMIT)
        with store.reading() as session:
            waiting = [each for each in outbox.open_messages(session) if each.tries and not each.ended_at]
    typer.echo(f"{count(new, 'new message')}.")
    if not is_done:
        console.print("A channel hangs; its message is tried again.", style="red")
    for each in waiting:
        console.print(
            f"{each.rule}: {each.problem}. Next try {absolute(each.next_at)}.", style="red", markup=False
        )
    if waiting or not is_done:
        raise typer.Exit(EXIT_NOT_TAKEN)


def _list_pending(settings: Settings) -> None:
    from app.store.announcements import outbox  # noqa: PLC0415

    rules = {rule.name for rule in settings.notify}
    with store_of(settings) as store, store.reading() as session:
        found = outbox.open_messages(session)
    for each in found:
        changes = f"{each.rule}: {count(each.message.total, 'change')} of {absolute(each.created_at)}"
        if each.ended_at is not None:
            what = f"given up {absolute(each.ended_at)}"
        elif each.rule not in rules:
            what = "waits, but there is no such rule any more"
        else:
            what = f"goes out {absolute(each.next_at)}"
        tried = f" after {count(each.tries, 'try', 'tries')}: {each.problem}" if each.tries else ""
        typer.echo(visible(f"{changes}, {what}{tried}."))
    if not found:
        typer.echo("Nothing waits to be told.")
