"""What a headline says, and what is said of two of them."""

from __future__ import annotations

import pytest
from engines import ALWAYS

from quotediff import api
from quotediff.comparison import Change
from quotediff.model import Extract, Role, Severity

STORY = """

LENN — The dockers met in the fish hall on Friday and went home at noon, when the rain had stopped.

"We will not work in the dark," said docker Nell Orr.
"""


def under(headline: str, engine: str = "network") -> Extract:
    return api.extract(api.read_bytes((headline + STORY).encode(), "story.txt"), engine)


def quoted(headline: str, engine: str) -> list[str]:
    """The words that a headline gives as somebody's."""
    return [q.content.text for q in under(headline, engine).quotes if q.role is Role.HEADLINE]


def compared(old: str, new: str) -> list[Change]:
    """Everything found of two versions that differ in the headline alone."""
    return list(api.compare(under(old), under(new), select=["ALL"]).changes)


@pytest.mark.parametrize("engine", ALWAYS)
@pytest.mark.parametrize(
    "headline",
    [
        "Storm claims nine lives in Tarn",
        "Fire claims oldest mill in valley",
        "Dockers blast port chief over night shifts",
        "Nina Holm scolded by younger brother",
        "Senate rejects bill on ferries",
        "Police find body in river",
        "Court orders bank to pay farmers",
        "Union threatens strike at shipyard",
        "Ferry line blames fog for crash",
        "Teachers demand more pay",
        "Two banks agree merger",
        "Residents told to boil water",
        "Storm Boris: nine dead in Tarn",
        "Analysis: why the bridge fell",
        "Harbor blaze: two boats are lost",
        "Review: the film is a delight",
        "Mayor acknowledges crowd at parade",
        "Tarn: mayor resigns over fraud",
        "Orr: a life on the docks",
        "Storm threatens to flood coast",
        "Mayor asked to resign",
        "Union urged to call off strike",
        "Mayor urged to rebuild pier",
        "Club begs to differ",
    ],
)
def test_a_headline_that_tells_what_happened_gives_no_words(headline: str, engine: str) -> None:
    assert quoted(headline, engine) == []


@pytest.mark.parametrize(
    ("headline", "words"),
    [
        ("Obama: I'm sure we will win", "I'm sure we will win"),
        ("Report: Half of the boats were late", "Half of the boats were late"),
        ("Poll: Most voters would back the dam", "Most voters would back the dam"),
        ("Poll: most voters back the dam", "most voters back the dam"),
        ("Study: coffee cuts risk of stroke", "coffee cuts risk of stroke"),
        ("Orr: Port chief's plan could cost lives", "Port chief's plan could cost lives"),
        ("Mayor vows to rebuild pier", "to rebuild pier"),
        ("Union urges members to strike", "members to strike"),
        ("Dockers threaten to stop work over night shifts", "to stop work over night shifts"),
    ],
)
def test_a_headline_gives_what_follows_a_colon_or_is_to_be_done(headline: str, words: str) -> None:
    """Of the network, which proposes such statements; the rules do not."""
    assert quoted(headline, "network") == [words]


@pytest.mark.parametrize("engine", ALWAYS)
@pytest.mark.parametrize(
    ("headline", "words"),
    [
        ("Bridge is unsafe, engineer says", "Bridge is unsafe"),
        ("Mayor says bridge will close", "bridge will close"),
        ("Minister warns prices will rise", "prices will rise"),
        ("Roe acknowledges that he misspoke", "he misspoke"),
        ("Fishermen insist they're done with the harbor", "they're done with the harbor"),
        ("Ferry captain says he was asleep", "he was asleep"),
        ("‘We lost it all’: farmer after flood", "We lost it all"),
        ("Mayor calls strike ‘madness of the worst kind’", "madness of the worst kind"),
        ("Talks to go on next week, according to union", "Talks to go on next week"),
    ],
)
def test_a_headline_with_marks_or_a_plain_verb_of_saying_gives_words(
    headline: str, words: str, engine: str
) -> None:
    (found,) = quoted(headline, engine)
    assert words in found


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Storm claims three lives in Tarn", "Storm claims nine lives in Tarn", "the headline"),
        ("Bridge is safe, engineer says", "Bridge may not be safe, engineer says", "the headline"),
        ("Aide: Roe may quit", "Roe may quit", "the headline"),
        ("‘We lost it all’: farmer after flood", "Farmer after flood counts his cows", "the headline"),
    ],
)
def test_other_words_in_a_headline_are_one_note(old: str, new: str, says: str) -> None:
    (found,) = compared(old, new)
    assert (found.code, found.severity.value) == ("QD405", "note")
    assert says in found.message.lower()
    assert not found.old_quotes
    assert not found.new_quotes


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "‘It was murder’: widow speaks",
            "‘It was manslaughter’: widow speaks",
            "Words between marks in the headline differ: ‘It was murder’ became ‘It was manslaughter’",
        ),
        (
            "Mayor calls strike “madness”",
            "Mayor calls strike “sheer madness”",
            "Words between marks in the headline differ: “madness” became “sheer madness”",
        ),
        (
            "Mayor calls strike sheer madness",
            "Mayor calls strike “sheer madness”",
            "Words of the headline now stand between marks: “sheer madness”",
        ),
        (
            "Mayor calls strike “sheer madness”",
            "Mayor calls the strike sheer madness",
            "Words of the headline no longer stand between marks: “sheer madness”",
        ),
    ],
)
def test_words_between_marks_of_a_headline_are_a_warning(old: str, new: str, message: str) -> None:
    (found,) = compared(old, new)
    assert (found.code, found.severity.value, found.message) == ("QD405", "warning", message)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Storm claims three lives in Tarn", "Storm Claims Three Lives in Tarn"),
        ("‘It was murder’: widow speaks", "“It was murder”: widow speaks"),
        ("Strike to cost 10 percent of jobs", "Strike to cost 10 per cent of jobs"),
        ("UPDATE 1-Dockers walk out in Lenn", "UPDATE 2-Dockers walk out in Lenn"),
    ],
)
def test_style_in_a_headline_is_no_change(old: str, new: str) -> None:
    assert compared(old, new) == []


def test_a_headline_that_only_one_version_has_is_no_finding() -> None:
    old, new = under("‘We lost it all’: farmer after flood"), under("")
    assert not api.compare(old, new, select=["ALL"]).changes


def test_the_severity_of_a_setting_holds_for_a_headline_too() -> None:
    old, new = under("‘It was murder’: widow speaks"), under("‘It was manslaughter’: widow speaks")
    (found,) = api.compare(old, new, select=["QD405"], severity={"QD405": Severity.ERROR}).changes
    assert found.severity is Severity.ERROR
