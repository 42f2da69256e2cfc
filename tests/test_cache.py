from app.cache import RevisionCache, WeightedCache


def test_what_was_asked_for_longest_ago_goes_first():
    cache: WeightedCache[str, str] = WeightedCache(2)
    cache.put("a", "A")
    cache.put("b", "B")
    assert cache.get("a") == "A"
    cache.put("c", "C")

    assert [cache.get(key) for key in "abc"] == ["A", None, "C"]


def test_a_cleared_cache_is_empty():
    cache: WeightedCache[str, str] = WeightedCache(2)
    cache.put("a", "A")
    cache.clear()

    assert cache.get("a") is None


def test_what_is_too_heavy_is_not_kept_and_the_same_key_weighs_once():
    cache: WeightedCache[str, str] = WeightedCache(5, len)
    cache.put("a", "AAA")
    cache.put("a", "AAA")
    cache.put("b", "BB")
    assert (cache.get("a"), cache.get("b")) == ("AAA", "BB")
    cache.put("c", "CCCCCC")

    assert [cache.get(key) for key in "abc"] == ["AAA", "BB", None]


def test_of_another_revision_nothing_is_left():
    cache: RevisionCache[str, str] = RevisionCache(5, len)
    cache.put("one", "a", "A")
    assert cache.get("one", "a") == "A"
    assert cache.get("two", "a") is None
    cache.put("two", "b", "B")

    assert (cache.get("one", "a"), cache.get("two", "b")) == (None, "B")
    cache.clear()
    assert cache.get("two", "b") is None


def test_without_a_revision_nothing_is_kept():
    cache: RevisionCache[str, str] = RevisionCache(5, len)
    cache.put(None, "a", "A")

    assert cache.get(None, "a") is None
