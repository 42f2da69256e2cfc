"""The lines of a diff: what differs, cut around what matters, and nothing that cannot be printed."""

from app.domain.provenance.excerpt import MAX_CHARACTERS, MAX_LINES, Excerpt, excerpt_of

LIST = ["    dependencies = [", '        ("catalog", "0013"),', "    ]"]
EDGE = '        ("users", "0010"),'


def shown(excerpt: Excerpt | None) -> list[str]:
    assert excerpt is not None
    return [f"{line.sign}{line.text}" for line in excerpt.lines]


def of(before: list[str], after: list[str], word: str = "0010") -> Excerpt | None:
    return excerpt_of(before, after, first=9, word=word)


def test_a_line_that_was_added_stands_in_its_list_without_the_common_indentation():
    found = of(LIST, [*LIST[:2], EDGE, LIST[2]])

    assert shown(found) == [
        " dependencies = [",
        '     ("catalog", "0013"),',
        '+    ("users", "0010"),',
        " ]",
    ]
    assert found is not None
    assert found.first == 9


def test_a_line_that_became_another_is_removed_and_added():
    assert shown(of(["dependencies = []"], ["dependencies = [('users', '0010')]"])) == [
        "-dependencies = []",
        "+dependencies = [('users', '0010')]",
    ]


def test_a_list_that_is_new_or_gone_is_shown_whole():
    assert shown(of([], LIST, "0013"))[1] == '+    ("catalog", "0013"),'
    assert [line[0] for line in shown(of(LIST, [], "0013"))] == ["-", "-", "-"]


def test_without_a_difference_there_is_nothing_to_show():
    assert of(LIST, LIST) is None
    assert of([], []) is None


def test_two_edits_apart_keep_what_lies_between():
    assert [line[0] for line in shown(of(["a", "b", "c", "d", "e"], ["a", "B", "c", "D", "e"]))] == [
        " ", "-", "+", " ", "-", "+", " ",
    ]  # fmt: skip


def test_a_long_list_is_cut_around_the_entry_and_keeps_its_first_line():
    entries = [f'    ("app", "{number:04}"),' for number in range(100)]
    before, after = ["deps = [", *entries, "]"], ["deps = [", *entries[:50], EDGE, *entries[50:], "]"]

    lines = shown(of(before, after, '"0010"),'))

    assert (lines[0], lines[1], lines[-1]) == (" deps = [", "…", "…")
    assert lines[5] == '+        ("users", "0010"),'
    assert len(lines) == MAX_LINES + 3


def test_near_the_first_line_and_near_the_last_nothing_is_left_out_there():
    many = [f"{number}" for number in range(40)]

    near_first = shown(of(many, [*many[:4], "x", *many[4:]], "x"))
    near_last = shown(of(many, [*many, "x"], "x"))

    assert (near_first[0], near_first[4], near_first[-1]) == (" 0", "+x", "…")
    assert (near_last[:2], near_last[-1]) == ([" 0", "…"], "+x")


def test_a_list_of_very_many_other_lines_is_not_compared_line_by_line():
    before = [f"a{number}" for number in range(500)]
    after = [f"b{number}" for number in range(500)]

    assert shown(of(before, after, "b250"))[5:7] == ["+b250", "+b251"]


def test_hostile_lines_are_short_and_can_be_printed():
    line = "\t<script>\u2028\u202e\x00\x1b[31m" + "x" * 1_000_000
    (text,) = [line.text for line in of([], [line]).lines]

    assert text.startswith("<script>��� [31m".replace(" ", "�"))
    assert len(text) == MAX_CHARACTERS
    assert text.endswith("…")
