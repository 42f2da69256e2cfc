from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.oracle.shop_story import Django, Story


@pytest.fixture(scope="package")
def django() -> Iterator[Django]:
    django = Django()
    yield django
    django.close()


@pytest.fixture
def story(tmp_path: Path, django: Django) -> Story:
    return Story(tmp_path, django)
