"""The error of a setting that cannot be used, and an example of every key."""

import re

EXAMPLES = {
    "database": 'database = "sqlite:///driftboard.db"',
    "interval": 'interval = "60s"',
    "stale_after": 'stale_after = "15m"',
    "public_url": 'public_url = "https://drift.example"',
    "allowed_hosts": 'allowed_hosts = ["drift.example", "web"]',
    "trusted_proxies": 'trusted_proxies = ["127.0.0.1", "10.0.0.0/24"]',
    "user_header": 'trusted_proxies = ["127.0.0.1"]\nuser_header = "X-Forwarded-User"',
    "notify": (
        'public_url = "https://drift.example"\n\n'
        '[notify.ops]\nurl = "${OPS_CHANNEL}"\nverdicts = ["blocked", "drifted", "unseen"]'
    ),
    "notify.*.url": 'url = "${OPS_CHANNEL}"',
    "notify.*.projects": 'projects = ["shop"]',
    "notify.*.tiers": 'tiers = ["production"]',
    "notify.*.environments": 'environments = ["prod-*", "edge-1"]',
    "notify.*.verdicts": 'verdicts = ["blocked", "drifted"]',
    "notify.*.first": "first = true",
    "notify.*.digest": 'digest = "07:30"',
    "projects": "[projects.shop]",
    "projects.*.title": 'title = "Shop"',
    "projects.*.release": 'release = "v1.2"',
    "projects.*.push_token": 'push_token = "${SHOP_PUSH_TOKEN}"',
    "projects.*.releases": '[projects.shop.releases]\n"v1.2" = "releases/v1.2.json"',
    "projects.*.releases.*": '"v1.2" = { path = "checkout/v1.2", django = "5.2" }',
    "projects.*.releases.*.path": 'path = "releases/v1.2.json"',
    "projects.*.releases.*.django": 'django = "5.2"',
    "projects.*.releases.*.settings": 'settings = { AUTH_USER_MODEL = "users.User" }',
    "projects.*.releases.*.env": 'env = { CI = "", STAGE = "production", DEBUG = false }',
    "projects.*.releases.*.installed_apps": 'installed_apps = ["shop.orders", "django.contrib.auth"]',
    "projects.*.releases.*.migration_modules": (
        'migration_modules = { orders = "shop.history.orders", users = false }'
    ),
    "projects.*.releases.*.labels": 'labels = { "shop/orders" = "shop_orders" }',
    "projects.*.releases.*.migrations": (
        'migrations = { "orders.0002_more" = { dependencies = ["orders.0001_initial"] } }'
    ),
    "projects.*.releases.*.roots": 'roots = [".venv"]',
    "projects.*.releases.*.overlay": 'overlay = "releases/v1.1.json"',
    "projects.*.releases.*.ref": 'ref = "v1.2"',
    "projects.*.releases.*.folder": 'ref = "v1.2"\nfolder = "backend"',
    "projects.*.repository": '[projects.shop.repository]\npath = "shop.git"\nfollow = ["main", "v*"]',
    "projects.*.repository.path": 'path = "shop.git"',
    "projects.*.repository.follow": 'follow = ["main", "v*", "release/*"]',
    "projects.*.repository.folder": 'folder = "backend"',
    "projects.*.repository.fetch": "fetch = true",
    "projects.*.repository.fetch_timeout": 'fetch_timeout = "30s"',
    "projects.*.repository.django": 'django = "5.2"',
    "projects.*.repository.settings": 'settings = { AUTH_USER_MODEL = "users.User" }',
    "projects.*.repository.env": 'env = { CI = "", STAGE = "production", DEBUG = false }',
    "projects.*.repository.installed_apps": 'installed_apps = ["shop.orders", "django.contrib.auth"]',
    "projects.*.repository.migration_modules": 'migration_modules = { orders = "shop.history.orders" }',
    "projects.*.repository.labels": 'labels = { "shop/orders" = "shop_orders" }',
    "projects.*.repository.migrations": (
        'migrations = { "orders.0002_more" = { dependencies = ["orders.0001_initial"] } }'
    ),
    "projects.*.repository.roots": 'roots = [".venv"]',
    "projects.*.repository.overlay": 'overlay = "releases/v1.1.json"',
    "projects.*.commit_url": 'commit_url = "https://git.example/shop/commit/{commit}"',
    "projects.*.shared_apps": 'shared_apps = ["tenants", "auth"]',
    "projects.*.tenant_apps": 'tenant_apps = ["orders", "auth"]',
    "projects.*.environments": "[projects.shop.environments.sandbox-3]",
    "projects.*.environments.*.database": (
        'database = "postgresql://driftboard_reader:${SANDBOX_3_PASSWORD}@db.example/shop"'
    ),
    "projects.*.environments.*.alias": 'alias = "default"',
    "projects.*.environments.*.schemas": 'schemas = ["public", "tenant_*"]',
    "projects.*.environments.*.databases": (
        "[projects.shop.environments.production.databases]\n"
        'default = "postgresql://driftboard_reader:${PASSWORD}@db.example/shop"\n'
        'legacy = { url = "postgresql://driftboard_reader:${PASSWORD}@old.example/shop", apps = ["legacy"] }'
    ),
    "projects.*.environments.*.databases.*.url": 'url = "postgresql://driftboard_reader:${PASSWORD}@db.example/shop"',
    "projects.*.environments.*.databases.*.apps": 'apps = ["legacy"]',
    "projects.*.environments.*.databases.*.schemas": 'schemas = ["public", "tenant_*"]',
    "projects.*.environments.*.pushed": "pushed = true",
    "projects.*.environments.*.tier": 'tier = "sandbox"',
    "projects.*.environments.*.region": 'region = "eu-west"',
    "projects.*.environments.*.release": 'release = "v1.2"',
    "projects.*.environments.*.stale_after": 'stale_after = "15m"',
}
"""An example of every key. A `*` in the key stands for a name that the user chooses."""

SMALLEST_FILE = "\n".join(EXAMPLES[f"projects.*.environments{part}"] for part in ("", ".*.database"))
"""The shortest file that Driftboard can use."""


class ConfigError(Exception):
    """A setting cannot be used: the dotted `key`, the `problem`, and an `example` of a right one."""

    def __init__(self, key: str, problem: str, example: str = "") -> None:
        super().__init__(key, problem, example)
        self.key = key
        self.problem = problem
        self.example = example

    def __str__(self) -> str:
        sentence = f"{self.key}: {self.problem}." if self.key else f"{self.problem}."
        return f"{sentence} Example:\n\n{self.example}" if self.example else sentence


def _pattern(path: tuple[str, ...]) -> str:
    """The key in `EXAMPLES`: the path with `*` for the user's names, as projects.*.environments.*.alias."""
    names = {1, 3, 5} if path[0] == "projects" else {1} if path[0] == "notify" else set()
    if path[2:3] == ("repository",):
        names = {1}
    return ".".join("*" if index in names else part for index, part in enumerate(path))


def dotted_key(path: tuple[str, ...]) -> str:
    """The path as TOML writes it: `projects.shop.releases."v1.2"`. A URL in the place of a name is left out."""
    return ".".join(map(_written, path))


def _written(part: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9_-]+", part):
        return part
    return "…" if "://" in part else f'"{part}"'


def example_of(path: tuple[str, ...]) -> str:
    """An example of the key, or of the nearest table around it."""
    pattern = _pattern(path)
    while pattern not in EXAMPLES and "." in pattern:
        pattern = pattern.rpartition(".")[0]
    return EXAMPLES.get(pattern, "")


def error_at(path: tuple[str, ...], problem: str) -> ConfigError:
    """The error of the key at this path, with an example."""
    return ConfigError(dotted_key(path), problem, example_of(path))
