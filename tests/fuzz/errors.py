"""Texts that people paste: `setup/fuzz RUNS errors`."""

from collections.abc import Iterator

from tests.fuzz.driver import CHECKOUT, atheris, fuzz

with atheris.instrument_imports(include=["app.domain.error_text"]):
    from app.domain.error_text import printed_errors


def of_text(data: bytes) -> None:
    for error in printed_errors(data.decode("utf-8", "surrogateescape")):
        assert error == error.__class__(**{name: getattr(error, name) for name in error.__dataclass_fields__})


KINDS = (of_text,)


def seeds() -> Iterator[bytes]:
    for path in sorted((CHECKOUT / "tests" / "error_texts" / "texts").glob("*.txt")):
        yield b"\0" + path.read_bytes()[:3_900]


WORDS = (
    "InconsistentMigrationHistory Migration is_applied_before_its_dependency on_database NodeNotFoundError "
    "CircularDependencyError CommandError Conflicting\x20migrations Applying ... OK "
    "\x1b[0m \\n \\u2028 \u2028 &quot; Traceback "
    "django.db.utils.ProgrammingError: relation already exists does not exist ² |"
)

if __name__ == "__main__":
    fuzz("errors", KINDS, seeds(), WORDS)
