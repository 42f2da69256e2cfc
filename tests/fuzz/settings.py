"""A driftboard.toml: `setup/fuzz RUNS settings`. Whatever stands in it, there are settings or a sentence."""

from collections.abc import Iterator

from tests.ending import folder_until_the_end
from tests.fuzz.driver import CHECKOUT, atheris, fuzz

with atheris.instrument_imports(include=["app.config"]):
    from app.config import ConfigError
    from app.config.reading import load

FILE = folder_until_the_end() / "driftboard.toml"
SECRET = "hunter2hunter2hunter2"
VARIABLES = {"TOKEN": SECRET, "ODD": "\udcff\u2028", "EMPTY": ""}


def of_file(data: bytes) -> None:
    FILE.write_bytes(data)
    said = ""
    try:
        repr(load(FILE, VARIABLES))
    except ConfigError as error:
        said = str(error)
    said.encode()
    assert SECRET not in said


def of_line(data: bytes) -> None:
    """One line more in a file that is right."""
    of_file(b"[projects.shop]\n" + data + b"\n[projects.shop.environments.a]\ndatabase = 'sqlite:///a.db'\n")


def of_url(data: bytes) -> None:
    """A URL with any text."""
    text = data.decode("utf-8", "replace").replace('"', "").replace("\\", "")
    of_file(f'[projects.shop.environments.a]\ndatabase = "{text}"\n'.encode())


KINDS = (of_file, of_line, of_url)


def seeds() -> Iterator[bytes]:
    text = (CHECKOUT / "docs" / "settings.md").read_text(encoding="utf-8")
    whole = text.split("```toml\n")[1].split("```")[0]
    yield b"\0" + whole.replace("SHOP_PUSH_TOKEN", "TOKEN").replace("SANDBOX_3_PASSWORD", "ODD").encode()
    for line in whole.split("\n"):
        yield b"\1" + line.encode()
    for url in (
        "postgresql://reader:${TOKEN}@db.example:5432,other/shop?options=-csearch_path=a&target_session_attrs=any",
        "mysql://reader:${ODD}@[::1]:3306/shop?ssl-mode=REQUIRED&ssl-ca=ca.pem",
        "sqlite:///a.db",
        "mariadb://${EMPTY}",
    ):
        yield b"\2" + url.encode()


WORDS = (
    "database interval stale_after public_url projects title release push_token shared_apps tenant_apps releases "
    "repository environments commit_url path follow fetch fetch_timeout ref folder django settings env installed_apps "
    'migration_modules labels migrations roots overlay databases schemas pushed tier region alias apps [[ ]] = {} """ '
    "${TOKEN} ${ODD} ${EMPTY} true 1979-05-27 1e9 0x1F \\u2028 [projects.shop.environments.a]"
)

if __name__ == "__main__":
    fuzz("settings", KINDS, seeds(), WORDS)
