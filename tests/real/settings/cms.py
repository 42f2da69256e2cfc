"""django CMS."""

from tests.real.settings.every_project import *  # noqa: F403 - settings are put together so
from tests.real.settings.every_project import DJANGO

INSTALLED_APPS = ["cms", "menus", "treebeard", "sekizai", *DJANGO]
CMS_CONFIRM_VERSION4 = True
CMS_TEMPLATES = [("page.html", "page")]
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
