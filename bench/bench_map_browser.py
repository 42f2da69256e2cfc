"""
Measures the map in a real browser, from navigation to the first frame and to the first pan that it answers.

    window, all     the page of an environment of 2,000 and of 5,000 migrations, with its map
    bare            a page with nothing but cytoscape and the same marks and lines, at the same places (`preset`)
    dagre           the same without places: dagre lays them out; only where npm installed it, at 2,000

Pages take turns, each in a fresh context without a cache. Prints medians with the fastest and the slowest look, and the
ratio of each median to that of the bare page: of wall clock until the first frame and until the first pan is drawn, and
of the processor's time that all processes of the browser took until then. The last says most on a busy machine. Then
the weight of the page and of its map.json.

    npm install --no-save cytoscape-dagre     once, for the last line
"""

import http.server
import json
import os
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "bench")]

import made_up  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from app.config import Environment as Configured  # noqa: E402
from app.config import Project, Secret, Settings  # noqa: E402
from app.main import create_app  # noqa: E402
from app.store import releases, snapshots  # noqa: E402
from app.store.engine import open_store  # noqa: E402
from app.web.server.door import Listening  # noqa: E402
from tests.servers import chromium, dashboard  # noqa: E402

SIZES = (2_000, 5_000)
RUNS = int(os.environ.get("RUNS", "5"))
NOW = datetime(2026, 6, 19, 9, 14, tzinfo=UTC)
MODULES = CHECKOUT / "node_modules"
CYTOSCAPE = MODULES / "cytoscape" / "dist" / "cytoscape.esm.min.mjs"
DAGRE = MODULES / "cytoscape-dagre" / "dist" / "cytoscape-dagre.min.js"
"""The layout, with its own copy of dagre."""

NO_NAMES = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
"""No way to the CDN. A route of Playwright's would delay every request by a way through its process."""

BARE = """<!doctype html><title>bare</title><style>#map {{ position: relative; width: 1000px; height: 620px }}</style>
<div id="map"></div>{scripts}<script type="module">
import cytoscape from "/cytoscape.mjs";
{use}
const elements = await (await fetch("/{size}.json")).json();
window.cy = cytoscape({{ container: document.getElementById("map"), elements, layout: {{ name: "{layout}" }} }});
document.documentElement.dataset.ready = "";
</script>"""

MARKS = """
const end = () => requestAnimationFrame(() => requestAnimationFrame(() => {
  window.first = performance.now();
  const cy = window.cy ?? document.querySelector("migration-map").cy;
  cy.panBy({ x: 1, y: 0 });
  requestAnimationFrame(() => requestAnimationFrame(() => { window.answered = performance.now(); }));
}));
const watcher = new MutationObserver(() => {
  if (!document.querySelector("html[data-ready], migration-map[data-ready]")) return;
  watcher.disconnect();
  end();
});
watcher.observe(document, { subtree: true, childList: true, attributes: true });
"""


def main() -> None:
    print(f"load {os.getloadavg()[0]:.1f}, {RUNS} runs each", flush=True)
    heads = "".join(f"{head:>21} x bare" for head in ("first frame s", "pans s", "processor s"))
    print(f"{'':13}{heads} {'page kB':>8} {'map kB':>7}")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder, served(size, folder) as ours, sync_playwright() as play:
            arguments = (*chromium.ARGUMENTS, NO_NAMES)
            browser = play.chromium.launch(executable_path=chromium.executable(), args=[*arguments])
            page = f"{ours}/shop/environments/env"
            with bare_site(size, json.loads(get(f"{page}/map.json?view=all"))) as bare:
                pages = {
                    "window": page,
                    "all": f"{page}?view=all",
                    "bare": f"{bare}/preset",
                    **({"dagre": f"{bare}/dagre"} if size == SIZES[0] and DAGRE.exists() else {}),
                }
                report(size, browser, pages, ours)
            browser.close()


def report(size: int, browser: Browser, pages: dict[str, str], ours: str) -> None:
    times: dict[str, list[tuple[float, float, float]]] = {name: [] for name in pages}
    for url in pages.values():
        look(browser, url)  # the first look fills what the server keeps
    for _ in range(RUNS):
        for name, url in pages.items():
            times[name].append(look(browser, url))
    bare = [statistics.median(each) for each in zip(*times["bare"], strict=True)]
    for name, url in pages.items():
        told = " ".join(
            f"{median:6.2f} ({min(each):5.2f}-{max(each):5.2f}) {median / beside:6.2f}"
            for each, beside in zip(zip(*times[name], strict=True), bare, strict=True)
            if (median := statistics.median(each))
        )
        weights = ""
        if url.startswith(ours):
            path, mark, query = url.partition("?")
            weights = f"{len(get(url)) / 1000:8.0f} {len(get(f'{path}/map.json{mark}{query}')) / 1000:7.0f}"
        print(f"{size:6,} {name:6} {told} {weights}", flush=True)


def look(browser: Browser, url: str) -> tuple[float, float, float]:
    """Seconds to the first frame of the map, to the frame after the first pan, and of the processor for both."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.add_init_script(MARKS)
    before = processor_seconds()
    page.goto(url, wait_until="commit", timeout=300_000)
    while not (answered := page.evaluate("window.answered")):
        page.wait_for_timeout(50)
    first, spent = page.evaluate("window.first"), processor_seconds() - before
    context.close()
    return first / 1000, answered / 1000, spent


def processor_seconds() -> float:
    """What all processes below this one, which are those of the browser, have taken of the processor so far."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            pid = int(path.parent.name)
            parents[pid], ticks[pid] = int(fields[1]), int(fields[11]) + int(fields[12])
    below = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in below} - below:
        below |= more
    return sum(ticks[pid] for pid in below - {os.getpid()}) / os.sysconf("SC_CLK_TCK")


def get(url: str) -> bytes:
    with urlopen(url) as answer:  # noqa: S310 - our own server
        return answer.read()


@contextmanager
def served(size: int, folder: str) -> Iterator[str]:
    release = made_up.release(size)
    with open_store(f"sqlite:///{folder}/store.db") as store:
        with store.writing() as session:
            releases.add(session, "shop", release, label="v1.2", at=NOW - timedelta(days=1))
            history = made_up.histories(release, 3)[2]
            snapshots.add(session, "shop", "env", history, at=NOW - timedelta(minutes=2))
        project = Project("shop", "The shop", environments=(Configured("env", ()),))
        settings = Settings(Secret("sqlite:///unused"), (project,))
        app = create_app(settings, store, now=lambda: NOW, listening=Listening())
        with dashboard.serve(app) as address:
            yield address


@contextmanager
def bare_site(size: int, map_json: dict) -> Iterator[str]:
    """Pages with cytoscape alone, and the marks and lines of a map in its own form."""
    nodes = [
        {"data": {"id": node["id"]}, "position": {"x": node["x"], "y": node["y"]}}
        for node in map_json["nodes"]
    ]
    edges = [{"data": {"source": edge["source"], "target": edge["target"]}} for edge in map_json["edges"]]
    scripts = f'<script src="/{DAGRE.name}"></script>'
    files = {
        "/preset": BARE.format(scripts="", use="", size=size, layout="preset").encode(),
        "/dagre": BARE.format(
            scripts=scripts, use="cytoscape.use(cytoscapeDagre);", size=size, layout="dagre"
        ).encode(),
        f"/{size}.json": json.dumps({"nodes": nodes, "edges": edges}).encode(),
        "/cytoscape.mjs": CYTOSCAPE.read_bytes(),
        **({f"/{DAGRE.name}": DAGRE.read_bytes()} if DAGRE.exists() else {}),
    }

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = files.get(self.path)
            self.send_response(200 if content is not None else 404)
            kind = "text/javascript" if "js" in self.path.rpartition(".")[2] else "text/html"
            self.send_header("Content-Type", "application/json" if self.path.endswith(".json") else kind)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


if __name__ == "__main__":
    main()
