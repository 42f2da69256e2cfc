"""Labels in addresses: any text has a segment of its own, and the segment tells the label."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.web.urls import labels, segments

LABELS = st.text(st.characters(codec=None) | st.sampled_from("/.-=~%# \n"), max_size=12) | st.sampled_from(
    ["", ".", "..", "...", ".json", "v1.json", "release/3", "release-3", "release=2F3", "=", "=2E", "ünï"]
)


@pytest.mark.parametrize(
    ("label", "segment"),
    [
        ("v2.4", "v2.4"),
        ("main", "main"),
        ("feature-x_1", "feature-x_1"),
        ("release/3", "release=2F3"),
        ("release=2F3", "release=3D2F3"),
        ("release/2.4 rc~1", "release=2F2.4=20rc=7E1"),
        ("ünï", "=C3=BCn=C3=AF"),
        (".", "=2E"),
        ("..", "=2E=2E"),
        ("v1.json", "v1=2Ejson"),
        ("", "="),
    ],
)
def test_simple_labels_stay_as_they_are_and_all_others_are_escaped(label, segment):
    assert labels.segment_of(label) == segment
    assert labels.label_of(segment) == label


@given(LABELS)
@example("\ud800")
def test_a_segment_tells_its_label_and_is_fit_for_a_path(label):
    segment = labels.segment_of(label)

    assert labels.label_of(segment) == label
    assert re.fullmatch(r"[A-Za-z0-9._=-]+", segment)
    assert segment not in (".", "..")
    assert not segment.endswith(".json")
    assert segments.split_segment(f"{segment}~{'a' * 10}") == (segment, "a" * 10)


@given(LABELS, LABELS)
def test_two_labels_never_share_a_segment(one, other):
    assert (labels.segment_of(one) == labels.segment_of(other)) is (one == other)


@given(LABELS)
def test_a_text_is_the_segment_of_one_label_or_of_none(text):
    label = labels.label_of(text)

    assert label is None or labels.segment_of(label) == text


@pytest.mark.parametrize(
    "wrong", ["release=2f3", "release=2", "=31", "v1.json", "..", "a/b", "ü", "", "=FF", "=="]
)
def test_what_we_never_write_names_no_label(wrong):
    assert labels.label_of(wrong) is None
