"""Write docs/runbook.md from the entries of the codes."""

from pathlib import Path

from app.domain.runbook.markdown import markdown

Path("docs/runbook.md").write_text(markdown(), encoding="utf-8")
