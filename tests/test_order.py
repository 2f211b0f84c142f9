"""Which version came first: hand-made cases, laws."""

from __future__ import annotations

import re
from functools import cache

import pytest
from casefiles import Case, read_cases
from hypothesis import given
from hypothesis import strategies as st

from quotediff import api
from quotediff.errors import UsageError
from quotediff.model import Extract
from quotediff.tracing.order import WAYS, arrange, doubt


@cache
def version(name: str, copy: str = "Rain falls\n\nRENO, Nev. (AP) _ Rain fell on Monday.\n") -> Extract:
    return api.extract(api.read_bytes(copy.encode(), name), "rules")  # who says what tells no order


@pytest.mark.parametrize("case", read_cases("order"))
def test_versions_come_in_the_order_that_a_reader_gives(case: Case) -> None:
    parts = re.split(r"^==== (.*)\n", case.article + "\n", flags=re.MULTILINE)[1:]
    given_ = [version(name, copy) for name, copy in zip(parts[::2], parts[1::2], strict=True)]
    for bullet in case.bullets:
        way, expected = bullet.split(": ", 1)
        if expected.startswith("error: "):
            with pytest.raises(UsageError, match=re.escape(expected.removeprefix("error: "))):
                arrange(given_, way)
        else:
            found = arrange(given_, way)
            assert ", ".join(given_[k].document.path for k in found.versions) == expected, bullet
            assert way in ("auto", *found.by)


@given(st.permutations(range(1, 13)))
def test_names_with_numbers_sort_however_they_are_given(numbers: list[int]) -> None:
    found = arrange([version(f"story v{n}.txt") for n in numbers], "name")
    assert [numbers[k] for k in found.versions] == sorted(numbers)


@given(st.lists(st.text(max_size=8), min_size=2, max_size=5, unique=True), st.sampled_from(WAYS))
def test_any_names_have_an_order_or_an_error_of_one_line(names: list[str], way: str) -> None:
    try:
        found = arrange([version(name) for name in names], way)
    except UsageError:
        return
    assert sorted(found.versions) == list(range(len(names)))


def test_as_given_is_as_given() -> None:
    found = arrange([version("v2"), version("v1")], "given")
    assert (found.versions, found.by) == ((0, 1), ("given",))


def test_an_order_that_its_names_speak_against_is_doubted() -> None:
    v1, v2, v10 = version("v1.txt"), version("v2.txt"), version("v10.txt")
    assert doubt([v1, v2, v10]) is None
    told = doubt([v1, v10, v2])  # as a shell sorts them
    assert (
        told == "v10.txt is given before v2.txt, but by name it is the later (v10.txt, v2.txt); see --order"
    )


def test_standard_input_has_no_name_and_an_unknown_way_is_refused() -> None:
    with pytest.raises(UsageError, match=r"not told apart by name \(nothing, v2\)"):
        arrange([version("-"), version("v2")], "name")
    with pytest.raises(
        UsageError, match="no order 'size'; there are given, version, header, time, name, auto"
    ):
        arrange([version("v1")], "size")


def test_digits_that_python_may_not_know_are_no_number() -> None:
    """The regex package has digits of scripts that were encoded after many a Python was made."""
    named = [version(f"v{digit}.txt") for digit in "\U000116d0\U0001e950\u0663"]
    assert sorted(arrange(named, "given").versions) == [0, 1, 2]
    with pytest.raises(UsageError, match="not told apart by name"):
        arrange(named, "name")
    pa_o = "\U000116d2\U000116d0"
    copies = [
        f"Rain falls\n\nUpdated: {pa_o}{pa_o}-{pa_o}-{pa_o} {pa_o}:{pa_o}\n\nIt rained {n}.\n" for n in (1, 2)
    ]
    with pytest.raises(UsageError, match="not told apart"):
        arrange([version(f"v{n}.txt", copy) for n, copy in enumerate(copies)], "time")


def test_digits_without_end_are_no_number() -> None:
    with pytest.raises(UsageError, match="not told apart by name"):
        arrange([version("1" * 5000), version("2" * 5000)], "name")
