"""
Names that are searched without a look at each of them.

They stand in one text, each on a line of its own: Python finds a word there as fast as memory is read, and only the
names that are shown are looked at. A word that no name holds is looked for once.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import merge
from itertools import accumulate

from app.web.go.question import SEPARATORS, Question

END = "\n"


class Names:
    """Names in small letters, in the order in which those that fit alike are shown; each has its number in it."""

    def __init__(self, names: Iterable[str]) -> None:
        # A row of a database may hold any sign. No question holds an end of a line, so no name is found by it.
        self._names = [name.replace(END, "\r") for name in names]
        self._text = END.join(["", *self._names, ""])
        self._starts = [0, *accumulate(len(name) + 1 for name in self._names)]
        """Where each line begins: with the sign that ends the line before."""

    def best(self, question: Question, most: int) -> Iterator[tuple[int, int]]:
        """Yield rank and number of the names that fit, as `Question.rank` says, the best first, `most` at most."""
        found: set[int] = set()
        for rank, lines in enumerate((*self._whole(question.words), self.holding(question.parts))):
            for number in lines:
                if number in found:
                    continue
                if len(found) == most:
                    return
                found.add(number)
                yield rank, number

    def _whole(self, words: str) -> tuple[Iterator[int], Iterator[int], Iterator[int]]:
        """The numbers of the names that are these words, that begin so, and of which a part begins so."""
        if words not in self._text:
            return iter(()), iter(()), iter(())
        within = [f"{separator}{words}" for separator in SEPARATORS]
        return (
            self._lines(f"{END}{words}{END}"),
            self._lines(f"{END}{words}"),
            _once(merge(*map(self._lines, within))),
        )

    def holding(self, words: Sequence[str]) -> Iterator[int]:
        """Yield the numbers of the names that hold each of these words, one at least, in their order."""
        if not all(word in self._text for word in words):
            return iter(())
        rarest = words[0] if len(words) == 1 else min(words, key=self._text.count)
        return (
            number for number in self._lines(rarest) if all(word in self._names[number] for word in words)
        )

    def called(self, name: str) -> Iterator[int]:
        """Yield the numbers of the names that are this one."""
        return iter(self._numbers.get(name, ()))

    @cached_property
    def _numbers(self) -> Mapping[str, Sequence[int]]:
        """The numbers of the names that are each one."""
        numbers: dict[str, list[int]] = {}
        for number, name in enumerate(self._names):
            numbers.setdefault(name, []).append(number)
        return numbers

    def _lines(self, words: str) -> Iterator[int]:
        """Yield the numbers of the lines that hold these words; a line may begin or end with the end of one."""
        at = self._text.find(words)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            yield number
            at = self._text.find(words, self._starts[number + 1])


def _once(in_order: Iterable[int]) -> Iterator[int]:
    last = -1
    for number in in_order:
        if number != last:
            yield number
        last = number
