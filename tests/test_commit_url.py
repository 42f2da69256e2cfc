"""The address of a commit: what may be linked from every page, and what is refused before a page is shown."""

from pathlib import Path

import pytest

from app.config import load
from tests.test_config import error_of, write_config

COMMIT = "9f2c41e0d5b16a7788c3d4e5f60718293a4b5c6d"


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("https://git.example/shop/commit/{commit}", f"https://git.example/shop/commit/{COMMIT}"),
        (
            "http://git.example:8080/?p=shop;a=commit;h={commit}",
            f"http://git.example:8080/?p=shop;a=commit;h={COMMIT}",
        ),
        ("https://git.example/{commit}/to/{commit}#x", f"https://git.example/{COMMIT}/to/{COMMIT}#x"),
    ],
)
def test_a_commit_is_linked_by_its_full_id(tmp_path: Path, written: str, link: str):
    (project,) = load(write_config(tmp_path, f'[projects.shop]\ncommit_url = "{written}"'), {}).projects

    assert project.commit_link(COMMIT) == link


def test_without_an_address_no_commit_is_linked(tmp_path: Path):
    (project,) = load(write_config(tmp_path, "[projects.shop]"), {}).projects

    assert not project.commit_link(COMMIT)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("https://git.example/shop/commit", "{commit} is missing"),
        ("https://git.example/{project}/{commit}", "only {commit} is filled in"),
        ("https://git.example/${TOKEN}/{commit}", "only {commit} is filled in"),
        ("javascript:alert('{commit}')", "no spaces, quotes"),
        ("javascript:alert({commit})", "begins with https://"),
        ("ftp://git.example/{commit}", "begins with https://"),
        ("//git.example/{commit}", "begins with https://"),
        ("https:///{commit}", "begins with https://"),
        ("https://[/{commit}", "begins with https://"),
        ("https://git.example:no/{commit}", "begins with https://"),
        ("https://{commit}.example/", "after the name of the host"),
        ("https://mara:hunter2@git.example/{commit}", "no name or password"),
        ("https://git.example/a b/{commit}", "no spaces"),
        ("https://git.example/\u2028/{commit}", "no spaces"),
        ("", "empty"),
    ],
)
def test_what_no_page_may_link_is_an_error_that_says_what_to_write(
    tmp_path: Path, written: str, problem: str
):
    error = error_of(tmp_path, f'[projects.shop]\ncommit_url = "{written}"')

    assert error.key == "projects.shop.commit_url"
    assert problem in error.problem
    assert error.example == 'commit_url = "https://git.example/shop/commit/{commit}"'
    assert "hunter2" not in str(error)
