"""What programs hand over: manifests, histories, files of histories, told deployments: `setup/fuzz RUNS manifests`."""

import json
from collections.abc import Iterator
from contextlib import suppress

from tests.fuzz.driver import atheris, fuzz

with atheris.instrument_imports(
    include=[
        "app.domain.manifest",
        "app.domain.json_values",
        "app.domain.pushed",
        "app.collect.json_file",
        "app.domain.schema",
    ]
):
    from app.collect import json_file
    from app.collect.json_file import HistoryFileError
    from app.domain import manifest
    from app.domain.history import History
    from app.domain.json_values import ManifestError
    from app.domain.pushed import handover

from app.domain.drift import compare
from tests.build import release

NOTHING = History(())
SHOP = release("users: 0001_initial", "orders: 0001_initial @users.0001_initial")


def of_manifest(data: bytes) -> None:
    try:
        read = manifest.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return
    except ManifestError as error:
        str(error).encode()
        return
    frozen = manifest.freeze(read)
    frozen.encode()
    assert manifest.thaw(frozen) == read
    json.dumps([str(finding) for finding in compare(read, NOTHING).findings], ensure_ascii=False).encode()


def of_handover(data: bytes) -> None:
    with suppress(UnicodeDecodeError, ManifestError):
        read = handover.loads(data.decode("utf-8-sig"))
        for located in read.histories:
            repr(located.history.fingerprint)
            compare(SHOP, located.history)
            for row in located.history.rows:
                f"{row.key}{row.applied}".encode()


def of_history_file(data: bytes) -> None:
    with suppress(UnicodeDecodeError):
        try:
            read = json_file.loads(data.decode(), name="history.json")
        except HistoryFileError as error:
            str(error).encode()
            return
        compare(SHOP, read)
        for row in read.rows:
            f"{row.key}{row.applied}".encode()


KINDS = (of_manifest, of_manifest, of_handover, of_history_file)

HANDOVER = {
    "format": "driftboard-histories/1", "sent_at": "2026-11-29T23:00:00Z", "reporter": "driftboard-reporter 1",
    "release": {"label": "v1.2", "commit": "1e01071", "fingerprint": "a" * 64},
    "histories": [{"database": "default", "schema": "", "has_table": True,
                   "rows": [[1, "users", "0001_initial", "2026-05-01 11:57:00+00"]]}],
}  # fmt: skip
FILE = {"rows": [["orders", "0001_initial", "2026-05-01T11:58:00Z", 1]], "has_table": True, "schema": "public",
        "other_schemas": ["acme"], "tables": ["orders_order"]}  # fmt: skip


def seeds() -> Iterator[bytes]:
    texts = [manifest.dumps(SHOP)]
    for text in texts:
        yield b"\0" + text.encode()
        yield b"\1" + text.replace("0001_initial", "\\ud800").encode()
    yield b"\2" + json.dumps(HANDOVER).encode()
    yield b"\3" + json.dumps(FILE).encode()
    yield b"\3" + json.dumps(FILE["rows"]).encode()


WORDS = (
    "format project label commit django settings unmigrated_apps migrations passed_over app name dependencies "
    "run_before replaces initial atomic operations kind reversible elidable fingerprint portable schema path "
    '__first__ __setting__ \\ud800 \\u2028 NaN 1e999 null true false [] {} "" driftboard-histories/1 rows has_table'
)

if __name__ == "__main__":
    fuzz("manifests", KINDS, seeds(), WORDS)
