"""The demo's dashboard, served for the browser: collected once, with a clock that stands still."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import uvicorn

from app.jobs import collection, releases
from app.main import create_app
from app.store.engine import open_store
from tests.story import Story


@contextmanager
def serving(story: Story) -> Iterator[str]:
    """The address of the dashboard for as long as the block lasts: http://127.0.0.1:…"""
    moment = datetime.now(UTC)
    store = open_store(story.settings.database_url)
    (project,) = story.settings.projects
    releases.add_all(store, story.settings, now=lambda: moment)
    collection.collect(store, project.slug, project.environments, now=lambda: moment)
    # Two minutes later, for ever: the pages say "2 min ago" in every run.
    app = create_app(story.settings, store, now=lambda: moment + timedelta(minutes=2))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)
