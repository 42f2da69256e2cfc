"""Writes docs/runbook.md from the runbook's entries."""

from pathlib import Path

from app.domain.runbook.markdown import markdown

Path("docs/runbook.md").write_text(markdown(), encoding="utf-8")
