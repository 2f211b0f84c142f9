"""Notes by which a story says that it was corrected: what is one, and what it declares."""

from __future__ import annotations

import pytest

from quotediff import api
from quotediff.comparison import Change
from quotediff.lang.corrections import is_correction
from quotediff.model import Extract, Role

NOTES = """
This article was amended on 3 March 2024. An earlier version said Finch had counted 12 boats.
A correction was made on March 3, 2024: An earlier version of this article misstated the number of boats lost.
Correction 3 March: This story has been amended to make clear that 14 boats were lost.
This story was first published on June 9. It was updated on June 11, 2022 to correct the number of boats.
• This article was corrected on 3 March to change the number of boats to 14.
The number of boats in this story has been corrected.
(Corrects number of boats in first paragraph)
Editor's note: An earlier version misquoted Ada Finch.
Correction: An earlier version of this story misspelled the mayor's name.
CORRECTION, July 4, 2023: The mill was built in 1902, not 1920.
Correction (July 4): The mill was built in 1902.
Because of an editing error, an earlier version of this article misidentified the river.
Due to a production error, this story gave the wrong age for Mr. Roe.
An earlier version of this article misspelled Ms. Roe’s first name. It is Jane, not Jayne.
(This May 3 story corrects the spelling of Roe in paragraph 4)
(This version of the story corrects paragraph 2 to say ships, not boats)
This story has been corrected to show that Roe is 54.
This post has since been updated to reflect that the vote was 5-4.
CORRECTS spelling of Roe
Clarification: The headline of this article was changed to make clear that the bridge is open.
The headline on this story was changed to reflect that the bridge is open.
In an earlier version of this article, Ms. Roe's title was misstated.
Update: A previous version of this story incorrectly said the mill had closed.
We regret the error.
The spelling of Ada Finch's name has been corrected.
Corrected on May 4: Roe is 54.
The original version of this story said the bridge had been closed since May.
Correction — An earlier headline misstated the toll.
This article originally stated that 12 boats were lost.
*This story has been corrected.
[This article has been amended to remove a reference to the mayor.]
A clarification was added on 5 May 2023 to say the council was not asked.
Editor’s note (May 4, 2023): This story was updated to correct the number of boats.
This report was amended on 4 May to clarify that Roe was not present.
A previous version of this article misattributed a quote to Ada Finch. It was said by Ole Brandt.
An earlier version of this article misreported what the mayor said.
Edited on May 4 to correct the name of the boat.
The name of the harbour master in this article was corrected on 4 May.
""".strip().splitlines()

PROSE = """
The company corrected its figures, the CEO said.
An earlier version of the bill would have banned boats.
The mistake was corrected on Friday.
"This story has been corrected," editor Jane Roe said.
Corrections officers closed the road to the prison.
The ministry corrected the toll to 14 from 12 on Friday.
This story was told by my grandmother.
The earlier version of the plan was dropped.
This report was the first to name the boats.
Roe was wrongly convicted in 1990 and freed in 2001.
Because of an error in the tables, the bridge was built too low.
He corrected the record and went home.
The law was amended in May to make clear that boats need a lamp.
An earlier report mistakenly put the toll at 12, police said.
It was updated in 1990 to reflect the new tides, the harbour office said.
The first edition of the atlas misspelled the name of the town, Roe said.
Updated charts show the reef.
The figure has been corrected twice since, the statistics office said.
""".strip().splitlines()

STORY = """Storm hits Lenn coast

PORT LENN — "We lost {} boats," harbour master Ada Finch said.

Mayor Ole Brandt said the harbour was open.
"""


def story(boats: int, note: str = "", below: str = "") -> Extract:
    text = STORY.format(boats)
    if note.startswith("("):
        text = text.replace("PORT LENN", f"{note}\n\nPORT LENN")
    elif note:
        text = f"{text}\n{note}\n"
    return api.extract(api.read_bytes((text + below).encode(), "story.txt"))


def corrected(note: str) -> list[Change]:
    """What is found, hidden codes too, where twelve boats became fourteen and a note came."""
    return list(api.compare(story(12), story(14, note), select=["ALL"]).changes)


@pytest.mark.parametrize("note", NOTES)
def test_a_note_that_corrects_is_no_copy(note: str) -> None:
    assert is_correction(note)
    extract = story(14, note)
    assert [p.role for p in extract.document.paragraphs].count(Role.NOTE) == 1
    assert len(extract.quotes) == 2


@pytest.mark.parametrize("prose", PROSE)
def test_a_sentence_about_something_corrected_is_copy(prose: str) -> None:
    assert not is_correction(prose)
    assert all(p.role is not Role.NOTE for p in story(14, prose).document.paragraphs)


@pytest.mark.parametrize(
    "note",
    [
        *NOTES[:8],
        "This story has been corrected to show that 14 boats, not 12, were lost.",
        "Correction: An earlier version of this story misstated how many boats were lost. It was 14.",
        "This story has been corrected.",
        "(Corrects paragraph 1)",
        "An earlier version of this article gave the wrong figure for boats lost.",
        "The quote from Ada Finch in this story has been corrected.",
    ],
)
def test_a_note_declares_the_change_that_it_is_about(note: str) -> None:
    assert [c.code for c in corrected(note)] == ["QD102", "QD402"]
    assert "declares QD102" in corrected(note)[1].message


@pytest.mark.parametrize(
    "note",
    [
        "",
        "This story was first published on June 9, 2022.",
        "The number of cows in this story has been corrected.",
        "(Corrects paragraph 2)",
        "(Corrects spelling of Brandt)",
        "An earlier version of this article misspelled Ole Brandt's name.",
        "Editor's note: An earlier version misquoted Ole Brandt.",
        "Correction: The harbour master's office opens at nine.",
        "The ministry corrected the number of boats to 14 on Friday.",
    ],
)
def test_a_note_about_something_else_declares_nothing(note: str) -> None:
    assert [c.code for c in corrected(note)] == ["QD102", "QD401"]


def test_a_note_under_a_heading_is_read_with_it() -> None:
    found = api.compare(
        story(12), story(14, "Correction", "\nThe harbour lost 14 boats, not 12.\n"), select=["ALL"]
    )
    assert [c.code for c in found.changes] == ["QD102", "QD402"]
