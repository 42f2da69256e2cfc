"""
The trunk of a code history: the first parents of its main label. It tells in one look where most commits stand.

    a <-- b <-- d <-- f   the trunk       c lands with d: the first of the trunk that contains it
          ^     |                         c leaves at b: the last of the trunk that it contains
          c <---+
"""

from collections.abc import Mapping

from app.domain.provenance.code_history.values import Commit


class Trunk:
    """
    For each commit the place in the trunk where it lands, and where it leaves; places count from the oldest commit.

    A commit contains every other one that landed no later than it left. `lands` is past the end for a commit that the
    trunk does not contain. `leaves` follows first parents only, and is -1 where these do not lead to the trunk.
    `commits` stand parents before children. Linear in commits.
    """

    def __init__(self, commits: Mapping[str, Commit], head: str | None) -> None:
        self.line = self._line(commits, head)
        self.lands = dict.fromkeys(commits, len(self.line))
        self.leaves: dict[str, int] = {}
        for place, id_ in enumerate(self.line):
            waiting = [id_]
            while waiting:
                commit = waiting.pop()
                if self.lands.get(commit) == len(self.line):
                    self.lands[commit] = place
                    waiting += commits[commit].parents
        places = {id_: place for place, id_ in enumerate(self.line)}
        for each in commits.values():
            first = self.leaves.get(each.parents[0], -1) if each.parents else -1
            self.leaves[each.id] = places.get(each.id, first)

    @staticmethod
    def _line(commits: Mapping[str, Commit], head: str | None) -> tuple[str, ...]:
        """The head and its first parents, as far as they are known, oldest first."""
        line: list[str] = []
        while head is not None and head in commits:
            line.append(head)
            head = next(iter(commits[head].parents), None)
        return tuple(reversed(line))
