"""A driftboard.toml, and variables, with texts that nobody means."""

from pathlib import Path

import pytest

from app.config import EXAMPLES
from tests.test_config import ENVIRONMENT, error_of


@pytest.mark.parametrize(
    ("text", "problem"), [("x = " + "9" * 5_000, "too many digits"), ("x = " + "[" * 5_000, "nested")]
)
def test_what_the_reader_of_toml_gives_up_on_is_said(tmp_path: Path, text: str, problem: str):
    assert problem in error_of(tmp_path, text).problem


def test_an_example_stands_for_the_line_that_toml_counts(tmp_path: Path):
    text = "# \u2028 \x85 \u2029\n[projects.shop]\n# \u2028\n\ntitle = x\n"

    assert error_of(tmp_path, text).example == EXAMPLES["projects.*.title"]


def test_a_variable_that_is_no_text_is_said_by_its_name(tmp_path: Path):
    text = ENVIRONMENT + 'database = "postgresql://me:${ODD}@db.example/shop"\n'

    error = error_of(tmp_path, text, {"ODD": "hunter\udcff"})
    assert error.problem == "the variable ODD is not UTF-8 text"
    assert "hunter" not in str(error)


@pytest.mark.parametrize("url", ["sqlite:////srv/\udcff.db", "postgresql://me:hunter\udcff@db.example/drift"])
def test_a_store_whose_url_is_no_text_is_said(tmp_path: Path, url: str):
    error = error_of(tmp_path, "[projects.shop]\n", {"DRIFTBOARD_DATABASE_URL": url})

    assert error.problem.startswith("this is not UTF-8 text")
    assert "hunter" not in str(error)
