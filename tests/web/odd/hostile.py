"""Names that somebody made to break a page, a file or a picture, and a dashboard that is full of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.config import Database, Project, Secret, Settings
from app.domain.failure import Cause
from app.domain.fleet.deployment import Deployment
from app.domain.history import History, Row
from app.domain.keys import MigrationKey
from app.domain.provenance import CodeHistory
from app.domain.provenance.code_history import Change, ChangedPart, ChangeKind, Commit, Ref, RefKind
from app.domain.provenance.excerpt import Excerpt, ExcerptLine
from app.domain.release import Migration, Operation, Release, Unreadable
from app.domain.table_location import TableLocation
from app.store import codehistory, failures, releases, schemas, snapshots
from app.store.pushed import deployments
from tests.web.conftest import SECRETS, Site, environment

TEXTS = (
    "<script>odd()</script>",
    '"><img src=/odd onerror=odd()>',
    "' onmouseover='odd()' x='",
    "</title></textarea></svg><svg onload=odd()>",
    "javascript:odd()",
    "--><!-- ]]> <![CDATA[",
    "{{ 7*7 }}{% raw %}",
    '=HYPERLINK("http://odd.example","x")',
    "+1+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "../../etc/passwd",
    "a/b//c",
    "..",
    ".",
    "\u202egnp.exe",
    "\u2066x\u200f\u2069",
    "x" * 255,
    "日本語" * 60,
    "👩\u200d👩\u200d👧🏳\ufe0f\u200d🌈",
    "e\u0301\u0327" * 40,
    "\x01\x07\x1b[31m\x7f",
    "\x85\u2028\u2029\ufeff",
    "a|b`c`*d*_e_[x](http://odd.example)",
    "%00%2e%2e%2f",
    "a&amp;b&#60;",
    "a?b#c&d=e",
    " ",
    "a\r\nX-Odd: b",
    "\ufffe\uffff",
)
"""Markup, quotes, formulas, paths, directions, lengths, controls, emoji, Markdown, escapes."""

HALVES = ("half\ud800", "\udfff<b>", "\udc80" * 9)
"""Halves of characters. What is pushed or read may not hold them; a row that was stored long ago may."""

APPS = tuple(dict.fromkeys(text.replace(".", "") or "dots" for text in TEXTS))
ROOT = MigrationKey("users", "0001_initial")
LABELS = (TEXTS[1], TEXTS[12], "v" + TEXTS[16])
ODD = "odd-1"


def hostile(site: Site) -> Settings:
    """A project whose every free text is one of these, and two that are called by one; in the store of the site."""
    project = Project(
        "hostile",
        TEXTS[0],
        release=LABELS[-1],
        environments=(
            environment(ODD, tier=TEXTS[1], region=TEXTS[16]),
            environment("odd-2", tier=TEXTS[7], region=TEXTS[18], release=LABELS[0]),
            environment("odd-3", tier=TEXTS[24], region=TEXTS[20]),
            environment("odd-4", tier=TEXTS[22], region=TEXTS[27]),
            environment("parts", databases=_databases()),
        ),
        commit_url="https://git.example/{commit}",
    )
    with site.store.writing() as session:
        for number, label in enumerate(LABELS):
            at = site.now - timedelta(days=3, hours=-number)
            releases.add(session, project.slug, _release(label, number), label=label, at=at)
        codehistory.add(session, project.slug, _code(), at=site.now)
        for slug, keys in _histories().items():
            snapshots.add(session, project.slug, slug, _history(keys), at=site.now - timedelta(minutes=2))
        failures.add(session, project.slug, "odd-4", Cause.REFUSED, at=site.now - timedelta(minutes=1))
        told = Deployment(ODD, LABELS[0], site.now - timedelta(minutes=9), site.now - timedelta(minutes=9))
        deployments.add(session, project.slug, told)
        _add_parts(session, site)
    names = (Project(f"named-{number}", text) for number, text in enumerate(TEXTS[1:4]))
    return Settings(Secret("sqlite:///not-used.db"), (project, *names))


def _databases() -> tuple[Database, ...]:
    url = Secret(f"postgresql://{SECRETS[0]}:{SECRETS[1]}@{SECRETS[2]}/{SECRETS[3]}")
    return (Database(url, schemas=("*",)), *(Database(url, text) for text in TEXTS[:3]))


def _add_parts(session, site: Site) -> None:
    """Schemas and databases with such names, each with another history."""
    keys = _histories()[ODD]
    histories = {text: (_history(keys[number:]), "") for number, text in enumerate(TEXTS) if text.strip()}
    schemas.add(session, "hostile", "parts", "default", histories, at=site.now, limit=timedelta(minutes=15))
    for number, text in enumerate(TEXTS[:3]):
        location = TableLocation(text)
        snapshots.add(session, "hostile", "parts", _history(keys[number:]), at=site.now, location=location)


def _release(label: str, number: int) -> Release:
    """Each app needs the one before it and the root; in each release the names stand in another app."""
    migrations = [Migration(ROOT)]
    names = TEXTS[number // 2 :] + TEXTS[: number // 2]
    for at, app in enumerate(APPS):
        first, second = MigrationKey(app, f"1{names[at]}"), MigrationKey(app, names[-at - 1] or "x")
        needs = (ROOT, migrations[-1].key) if number == 1 else (ROOT,)
        is_odd = at % 3 == 0
        operation = Operation("RunPython", TEXTS[at % len(TEXTS)], reversible=not is_odd)
        migrations += [
            Migration(first, dependencies=needs, path=f"{app}/{names[at]}.py"),
            Migration(second, dependencies=(first,), operations=(operation,)),
        ]
    squash = Migration(
        MigrationKey(APPS[0], f"squash {TEXTS[2]}"),
        dependencies=(ROOT,),
        replaces=tuple(migration.key for migration in migrations if migration.key.app_label == APPS[0]),
    )
    unreadable = () if number else tuple(Unreadable(text, 3, text) for text in TEXTS)
    return Release.of(
        [*migrations, squash],
        django="5.2.8",
        project=TEXTS[0],
        label=label,
        commit="ab"[number % 2] * 40,
        unreadable=unreadable,
    )


def _histories() -> dict[str, list[MigrationKey]]:
    """One that lacks what others need, one that is behind, one with rows that no release knows, and all."""
    release = _release(LABELS[-1], 2)
    keys = sorted(release.migrations)
    strangers = [
        *(MigrationKey(text, "0001") for text in (*TEXTS, *HALVES)),
        *(MigrationKey("a", text) for text in (*TEXTS, *HALVES)),
    ]
    return {
        ODD: [key for key in keys if key != ROOT],
        "odd-2": [ROOT, *keys[:5]],
        "odd-3": [ROOT, *strangers, strangers[3]],
        "odd-4": [ROOT, *keys],
    }


def _history(keys: list[MigrationKey]) -> History:
    last = ("2026-01-05 12:00:00", f"soon{HALVES[0]}")
    rows = tuple(Row(key, last[key.name in HALVES], number) for number, key in enumerate(keys, 1))
    return History(rows)


def _code() -> CodeHistory:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    commits = [
        Commit(letter * 40, (), TEXTS[number], at, at, TEXTS[number + 1])
        for number, letter in enumerate("ab")
    ]
    excerpt = Excerpt(1, tuple(ExcerptLine("+", text) for text in TEXTS[:12]))
    key = next(key for key in _release(LABELS[0], 0).migrations if key != ROOT)
    change = Change(commits[0].id, key, ChangedPart.DEPENDENCIES, ChangeKind.ADDED, ROOT)
    return CodeHistory(
        {commit.id: commit for commit in commits},
        (
            Change(commits[0].id, key, ChangedPart.FILE, ChangeKind.ADDED),
            replace(change, excerpt=excerpt, path=TEXTS[0]),
        ),
        (
            Ref(LABELS[0], RefKind.TAG, commits[0].id, commits[0].id),
            Ref(LABELS[1], RefKind.BRANCH, commits[1].id, commits[1].id),
        ),
    )
