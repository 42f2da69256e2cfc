"""`/healthz` and `/readyz`, and what pages and pushes say while the store cannot be used."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain import manifest
from tests.build import release


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(("address", "text"), [("/healthz", "ok\n"), ("/readyz", "ready\n")])
def test_a_dashboard_with_its_store_is_alive_and_ready(site, method: str, address: str, text: str):
    answer = site.client.request(method, address)

    assert (answer.status_code, answer.text) == (200, text if method == "GET" else "")
    assert answer.headers["Cache-Control"] == "no-store"


def test_where_the_file_of_the_store_is_gone_everything_says_so_and_the_process_is_alive(
    site, tmp_path: Path
):
    """A push that went to the deleted file would be answered with 201, and be lost when the process ends."""
    site.release()
    token = "hunter2-hunter2-hunter2"
    (tmp_path / "store.db").unlink()

    page = site.main("/shop", status=503)
    push = site.client.post(
        "/api/projects/shop/releases",
        content=manifest.dumps(release("users: 0001_initial", label="v9", project="shop")),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )

    assert "The file of the store is gone, or another one is in its place. Restart Driftboard" in page.text
    assert push.status_code == 503
    assert "The file of the store is gone" in push.json()["detail"]
    assert "The file of the store is gone" in site.get("/readyz", status=503).text
    assert site.get("/healthz").text == "ok\n"


def test_a_schedule_that_is_stuck_is_not_ready(site):
    state = site.client.app.state
    state.dashboard = replace(state.dashboard, is_turning=lambda: False)

    assert "The schedule has not turned for a while" in site.get("/readyz", status=503).text
    assert site.get("/healthz").text == "ok\n"
