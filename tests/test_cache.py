from app.sources.files.seen import Seen


def test_what_was_asked_for_longest_ago_goes_first():
    seen: Seen[str] = Seen(2)
    seen.keep("a", "A")
    seen.keep("b", "B")
    assert seen.get("a") == "A"
    seen.keep("c", "C")

    assert [seen.get(key) for key in "abc"] == ["A", None, "C"]


def test_what_is_too_heavy_is_not_kept_and_the_same_key_weighs_once():
    seen: Seen[str] = Seen(5, len)
    seen.keep("a", "AAA")
    seen.keep("a", "AAA")
    seen.keep("b", "BB")
    assert (seen.get("a"), seen.get("b")) == ("AAA", "BB")
    seen.keep("c", "CCCCCC")

    assert [seen.get(key) for key in "abc"] == [None, None, None]
