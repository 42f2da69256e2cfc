"""Makes the stored texts: runs every failing command on its real Django. `python -m tests.error_texts.make [NAME…]`."""

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.error_texts import stored
from tests.error_texts.project import NamedProject
from tests.error_texts.situations import SITUATIONS, Situation
from tests.error_texts.wrappings import WRAPPINGS
from tests.servers import mariadb, postgres


def printed(situation: Situation, folder: Path, *, server: str = "") -> tuple[str, NamedProject]:
    """What the failing command prints, errors last, without the paths of this machine; and the project."""
    project = NamedProject(folder, situation.django, situation.names, server=server)
    situation.make(project)
    if situation.options:
        project.options = situation.options
        project.release("now", dict(_files(project)))
        project.manifests.pop()
    typed = project.run(situation.command)
    output = project.without_paths(f"{typed.stdout}{typed.stderr}".strip() + "\n")
    assert typed.returncode or "unapplied" in output, output
    return output, project


def _files(project: NamedProject):
    for path in project.folder.glob("*/migrations/0*.py"):
        yield f"{path.parent.parent.name}/{path.stem}", path.read_text()


def main(chosen: list[str]) -> None:
    with ExitStack() as stack:
        servers: dict[str, postgres.PostgresServer | mariadb.MariaDBServer] = {}
        for name, situation in SITUATIONS.items():
            if chosen and name not in chosen:
                continue
            server = ""
            if situation.database:
                if situation.database not in servers:
                    kind = mariadb if situation.database == "mysql" else postgres
                    servers[situation.database] = stack.enter_context(kind.start_server())
                server = servers[situation.database].create_database(f"text_{name[:2]}")
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            output, project = printed(situation, folder, server=server)
            stored.write(
                name,
                WRAPPINGS[situation.wrapped](output),
                manifests=project.manifests,
                history=None if situation.options else project.history(),
                django=situation.django,
                command=project.named(situation.command),
                wrapped=situation.wrapped,
                lands=project.named(situation.lands),
            )
            print(name, output.strip().splitlines()[-1][:150])


if __name__ == "__main__":
    main(sys.argv[1:])
