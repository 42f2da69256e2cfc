from pathlib import Path

from app.config import Project, ReleaseSource, Secret, Settings
from app.domain.manifest import dumps
from app.jobs import releases
from app.store import releases as stored_releases
from app.store.engine import Store
from tests.build import release
from tests.jobs.following import T0


def test_releases_of_the_settings_are_read_and_one_that_cannot_stops_no_other(store: Store, tmp_path: Path):
    code = release("users: 1 < 2", project="shop")
    (tmp_path / "v1.json").write_text(dumps(code), encoding="utf-8")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    sources = (ReleaseSource("bad", tmp_path / "broken.json"), ReleaseSource("v1", tmp_path / "v1.json"))
    settings = Settings(Secret("sqlite:///unused"), (Project("shop", "Shop", releases=sources),))

    bad, good = releases.add_all(store, settings, now=lambda: T0)

    assert (bad.label, bad.release) == ("bad", None)
    assert bad.problem
    assert (good.label, good.release) == ("v1", code)
    with store.reading() as session:
        assert stored_releases.with_label(session, "shop", "v1").fingerprint == code.fingerprint
        assert [label.label for label in stored_releases.labels(session, "shop")] == ["v1"]
