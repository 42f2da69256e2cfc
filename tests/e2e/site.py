"""The demo's dashboard for the browser: followed and collected once, with a clock that does not move."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.jobs import collection, demo, releases
from app.jobs.follow import follow
from app.main import create_app
from app.store.engine import open_store
from app.web.server.door import Listening
from tests.servers import dashboard
from tests.story import Story


@contextmanager
def serve_demo(story: Story, folder: Path) -> Iterator[str]:
    """The address of the dashboard for as long as the block lasts: http://127.0.0.1:… Its store is in `folder`."""
    moment = datetime.now(UTC)
    store = open_store(f"sqlite:///{folder / 'driftboard.db'}")
    (project,) = story.settings.projects
    releases.add_all(store, story.settings, now=lambda: moment)
    follow(store, project, now=lambda: moment)
    demo.hand_over(store, story.folder, story.settings, at=moment)
    collection.collect(store, project.slug, project.environments, now=lambda: moment)
    # Two minutes later, for ever: the pages say "2 min ago" in every run.
    app = create_app(story.settings, store, now=lambda: moment + timedelta(minutes=2), listening=Listening())
    with dashboard.serve(app) as address:
        yield address
