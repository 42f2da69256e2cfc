"""The wording of the product as a whole, in docs/sentences.md."""

import runpy
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def test_the_book_of_sentences_is_what_the_code_says():
    """A failure here is a change of wording: read it, then run `make sentences`."""
    script = runpy.run_path(str(CHECKOUT / "setup" / "sentences.py"))

    assert (CHECKOUT / "docs" / "sentences.md").read_text(encoding="utf-8") == script["book"]()
