"""Labels, keys and moments in addresses, and the words of searches: `setup/fuzz RUNS addresses`."""

from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote

from tests.fuzz.driver import atheris, fuzz

with atheris.instrument_imports(
    include=[
        "app.web.urls",
        "app.versions",
        "app.web.go.question",
        "app.web.environment.table",
        "app.web.wording.names",
    ]
):
    from app import versions
    from app.web.environment.table import filter as words
    from app.web.go.question import Question
    from app.web.urls import finding, keys, labels, pages, segments
    from app.web.wording import names

from app.domain.keys import MigrationKey


def text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def of_label(data: bytes) -> None:
    label = text(data)
    segment = labels.segment_of(label)
    assert labels.label_of(segment) == label
    assert segment.isascii()
    assert "/" not in segment
    named = labels.label_of(label)
    assert named is None or labels.segment_of(named) == label
    labels.former_segment(label).encode("ascii")
    versions.VERSION.match(label)


def of_key(data: bytes) -> None:
    app, _, name = text(data).partition("\n")
    key = MigrationKey(app, name)
    assert keys.key_of(keys.text_of(key)) == key
    with suppress(UnicodeEncodeError):  # the half of a character that is no text: the escaped form is sent
        assert finding.subject_of(unquote(finding.segment_of(key))) == key
    with suppress(ValueError):
        keys.key_of(text(data))
    with suppress(ValueError):
        finding.subject_of(text(data))
    finding.code_of(text(data))


def of_moment(data: bytes) -> None:
    with suppress(segments.AddressError):
        moment = segments.MomentSegment.parse(text(data))
        assert moment.start <= moment.last < moment.end
    with suppress(segments.AddressError):
        segments.split_segment(text(data))
    with suppress(UnicodeEncodeError):
        text(data).encode()
        pages.path_of(text(data)).encode("ascii")


def of_words(data: bytes) -> None:
    question = Question(text(data))
    question.refusal, question.words, question.parts, question.digits, question.is_shareable  # noqa: B018
    question.rank("orders.0001_initial")
    names.natural(text(data))
    words.narrowed((), text(data), None)


KINDS = (of_label, of_key, of_moment, of_words)


def seeds() -> Iterator[bytes]:
    for label in (
        "v1.2",
        "release/3",
        "release-3",
        "release=2F3",
        "..",
        ".",
        "日本語",
        "v1.json",
        "a\u2028b",
        "\u202e",
    ):
        for kind in range(len(KINDS)):
            yield bytes([kind]) + label.encode()
    for key in ("orders\n0001_initial", "a.b\n0001", "\n", "a\n", "\u2028\nx.json", "x\n0001.png"):
        yield b"\1" + key.encode()
    for moment in ("2026-06-19T0912Z", "2026-06-19T091240Z", "9999-12-31T2359Z", "v2.4~4be19d02aa"):
        yield b"\2" + moment.encode()
    yield b"\3app:orders drop orders/migrations/0001_initial.py"


WORDS = "=2F =2E = . .. / % ~ .json .md .png \u2028 \u0085 \u202e T0912Z 9999-12-31T2359Z missing-dependency D101 ² ٣"

if __name__ == "__main__":
    fuzz("addresses", KINDS, seeds(), WORDS)
