"""Serve every part of the pages, of the situations of the tests: `make patterns`."""

import os
import tempfile
from pathlib import Path

from app.store.engine import open_store
from tests.servers import dashboard
from tests.web.conftest import Site
from tests.web.patterns.corpus import corpus

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "store.db"
        open_store(f"sqlite:///{file}").close()
        with dashboard.serve(corpus(Site(file)), port=int(os.environ.get("PORT", "8000"))) as address:
            print(f"Every part of the pages: {address}/patterns  (Enter stops it)")
            input()
