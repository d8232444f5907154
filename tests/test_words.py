"""Lists of thousands of words, looked up where they stand."""

from __future__ import annotations

import pytest

from tradestats import words
from tradestats.lexicon import rows

LISTED = ["a", "ab", "abc", "b", "b-c", "beta", "zeta"]
ABSENT = ["", " ", "0", "aa", "abcd", "a ab", "b c", "bet", "betas", "eta", "zeta ", "zz"]


@pytest.mark.parametrize("asked", [0, words._FEW])
def test_what_a_list_holds(asked: int) -> None:
    listed = words._Listed(" ".join(LISTED))
    for _ in range(asked):
        assert "a" in listed
    assert [word for word in LISTED + ABSENT if word in listed] == LISTED


def test_a_list_of_one_word_and_of_none() -> None:
    assert "tea" in words._Listed("tea")
    assert "te" not in words._Listed("tea")
    assert "tea" not in words._Listed("")


@pytest.mark.parametrize("row", [*rows("word_classes"), *rows("goods")], ids=lambda row: row["class"])
def test_each_word_of_our_lists_is_found_in_its_place(row: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_FEW", 0)  # never taken apart
    listed = words._Listed(row["words"])
    found = row["words"].split()
    assert [word for word in found if word not in listed] == []
    known = set(found)
    assert [word for word in found if word + "q" not in known and word + "q" in listed] == []
