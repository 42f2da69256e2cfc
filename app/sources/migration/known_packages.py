"""
The dependency that the files of some packages work out when they run, under the settings that most projects have.

It is proposed where such a file cannot be read whole, and never taken for read: a project may have other settings.
"""

from app.domain.keys import SETTING, MigrationKey

USER_MODEL = f"{SETTING}.AUTH_USER_MODEL"

DEPENDENCIES = {
    MigrationKey("socialaccount", "0001_initial"): "sites.0001_initial",
    MigrationKey("social_django", "0001_initial"): USER_MODEL,
    MigrationKey(
        "token_blacklist", "0011_linearizes_history"
    ): "token_blacklist.0010_fix_migrate_to_bigautofield",
}
"""django-allauth where django.contrib.sites is installed, social-auth-app-django, djangorestframework-simplejwt."""

OWN_MODELS = frozenset(["oauth2_provider"])
"""Apps whose swappable models are their own unless a setting says otherwise: django-oauth-toolkit."""


def entry_of(key: MigrationKey, attribute: str) -> str | None:
    """The entry of a list of a migration that its file works out; None where none is known."""
    if attribute != "dependencies":
        return None
    if key.app_label in OWN_MODELS:
        return f"{key.app_label}.__first__"
    return DEPENDENCIES.get(key)
