"""A search among many names answers what a look at each of them would."""

from typing import Self

from hypothesis import given
from hypothesis import strategies as st

from app.web.go.names import Names
from app.web.go.question import Question


class Counted(str):
    """A text that counts how often it is looked through."""

    __slots__ = ("looks",)

    def __new__(cls, text: str) -> Self:
        counted = super().__new__(cls, text)
        counted.looks = 0
        return counted

    def find(self, *of: object) -> int:
        self.looks += 1
        return super().find(*of)

    def count(self, *of: object) -> int:
        self.looks += 1
        return super().count(*of)

    def __contains__(self, word: str) -> bool:
        self.looks += 1
        return super().__contains__(word)


SIGNS = "ab1./- \n_"
NAMES = st.lists(st.text(SIGNS, max_size=8), max_size=12)


@given(NAMES, st.text("ab1./- ", min_size=1, max_size=5), st.integers(0, 14))
def test_the_best_names_are_those_of_a_look_at_each(names: list[str], text: str, most: int) -> None:
    question = Question(text)
    if not question.words:
        return
    ranks = ((question.rank(name), number) for number, name in enumerate(names))
    fitting = sorted((rank, number) for rank, number in ranks if rank is not None)

    assert [*Names(names).best(question, most)] == fitting[:most]


@given(NAMES, st.lists(st.text("ab1./-", min_size=1, max_size=2), min_size=1, max_size=3))
def test_all_words_are_in_the_names_that_hold_them(names: list[str], words: list[str]) -> None:
    expected = [number for number, name in enumerate(names) if all(word in name for word in words)]

    assert [*Names(names).holding(words)] == expected


@given(NAMES, st.text("ab1./-", min_size=1, max_size=3))
def test_only_the_very_name_is_called_so(names: list[str], name: str) -> None:
    assert [*Names(names).called(name)] == [number for number, each in enumerate(names) if each == name]


def test_a_word_that_no_name_holds_is_looked_for_once() -> None:
    names = Names(f"env-{number}" for number in range(5))
    names._text = Counted(names._text)

    assert [*names.best(Question("compare env v"), 12)] == []
    assert names._text.looks == 2


def test_a_whole_name_is_not_looked_for_in_the_text() -> None:
    names = Names(f"env-{number}" for number in range(5))
    names._text = Counted(names._text)

    assert [*names.called("env-3")] == [3]
    assert names._text.looks == 0
