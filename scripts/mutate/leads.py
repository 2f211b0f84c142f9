"""What an editor restates, or puts into a story: events in several wordings, and their sources."""

from __future__ import annotations

LEADS: tuple[tuple[str, ...], ...] = (
    (
        "a grain barge struck a pier at {place} on {day} and killed {n} people",
        "{n} people were killed on {day} when a barge loaded with grain hit a pier at {place}",
        "{n} people died after a barge carrying grain rammed a pier at {place} on {day}",
    ),
    (
        "a fire that tore through a paint warehouse in {place} on {day} hurt {n} workers",
        "{n} workers were hurt on {day} in a blaze at a paint warehouse in {place}",
        "flames swept a warehouse full of paint in {place} on {day}, injuring {n} workers",
    ),
    (
        "a commuter train left the rails near {place} on {day} and {n} passengers were taken to hospital",
        "{n} passengers were hospitalized after a commuter train derailed near {place} on {day}",
    ),
    (
        "a gas leak forced {n} families from their homes in {place} on {day}",
        "{n} families had to leave their homes in {place} on {day} because of leaking gas",
    ),
    (
        "{n} hikers who had been missing since {day} were found alive above {place}",
        "{n} hikers were discovered alive above {place} after they had been missing since {day}",
    ),
    (
        "a school bus slid off an icy road outside {place} on {day}, injuring {n} children",
        "{n} children were injured on {day} when their bus skidded off an icy road outside {place}",
    ),
    (
        "floodwater carried away {n} bridges around {place} on {day}",
        "{n} bridges around {place} were swept away by flooding on {day}",
    ),
    (
        "{n} people in {place} have fallen ill with measles since {day}",
        "an outbreak of measles in {place} has sickened {n} people since {day}",
    ),
    (
        "{n} men were arrested on {day} over the theft of a bronze bell from a church in {place}",
        "{n} suspects were detained on {day} in the case of a bronze bell stolen from a church in {place}",
    ),
    (
        "{n} miners were trapped on {day} when a shaft collapsed at a coal mine near {place}",
        "a shaft at a coal mine near {place} caved in on {day}, trapping {n} miners",
    ),
    (
        "a ferry with {n} people on board ran aground off {place} on {day}",
        "a ferry carrying {n} people hit a sandbank off {place} on {day}",
    ),
    (
        "a small plane crashed into a field near {place} on {day}, killing all {n} people aboard",
        "all {n} people aboard a small plane died when it went down in a field near {place} on {day}",
    ),
    (
        "a gunman opened fire at a bowling alley in {place} on {day} and wounded {n} people",
        "{n} people were wounded on {day} when a man started shooting in a bowling alley in {place}",
    ),
    (
        "a storm cut power to {n} villages around {place} on {day}",
        "{n} villages around {place} lost electricity in a storm on {day}",
    ),
)
"""Events, each in wordings that say the same of it: a number, a place and a day are put in."""

TOLLS = (
    "the collapse of a stand in {place} killed {n} people and injured {m} others",
    "{n} houses burned down in {place} and {m} were damaged",
    "{n} crew members and {m} passengers were rescued off {place}",
    "searchers in {place} had found {n} survivors and {m} bodies",
    "{n} schools and {m} clinics in {place} would stay shut",
    "the blast in {place} hurt {n} soldiers and {m} civilians",
    "rescuers in {place} had pulled {n} women and {m} men from the water",
)
"""What is said of two numbers."""

VAGUE = (
    ("fire officials", "authorities"),
    ("officials", "authorities"),
    ("local officials", "authorities"),
    ("emergency officials", "authorities"),
    ("rescue officials", "the authorities"),
    ("county officials", "authorities"),
    ("emergency workers", "authorities"),
)
"""Collective sources without a name, and what another editor calls them."""

TOWNS = ("Holm Landing", "Weston Falls", "Port Aldous", "Grayling Bay", "Tarn Valley", "Lower Marrick")

BODIES = (
    ("the Harbor Authority", "a spokeswoman for the Harbor Authority"),
    ("the Teachers Federation", "the president of the Teachers Federation"),
    ("the Northern Water Board", "a spokesman for the Northern Water Board"),
    ("the Retail Workers Union", "the head of the Retail Workers Union"),
    ("the Museum of Glass", "the director of the Museum of Glass"),
)
"""Bodies, and what somebody is who speaks for them."""

UNNAMED_NEW = (
    "a dock worker who asked not to be named",
    "a juror who spoke on condition of anonymity",
    "a person close to the archive, who was not authorized to speak publicly",
    "a mill foreman who declined to be identified",
    "a night porter who requested anonymity",
)
"""Sources without a name who were not in the story before."""

RESPONSES = (
    "A spokesman for the Northern Water Board declined to comment.",
    "The Harbor Authority did not respond to a request for comment.",
    "The Retail Workers Union did not immediately respond to requests for comment.",
    "A lawyer for the Museum of Glass declined to comment.",
    "Calls to the Teachers Federation seeking comment were not returned.",
)

HEADLINES = (
    ("Barge hits pier at Holm Landing", "Grain barge rams pier, closing harbor"),
    ("Council delays vote on stadium", "Stadium vote put off for a third time"),
    ("Orchard growers count cost of frost", "Frost ruins half the apple crop"),
    ("Ferry service to resume on Monday", "Ferries stay in port for another week"),
    ("Museum of Glass reopens its doors", "Glass museum opens again after repairs"),
    ("Two bridges to close for summer", "Three bridges to close for summer"),
)
"""Headlines that an editor exchanges."""

QUOTED_HEADLINES = (
    ("Mayor calls stadium plan {a}reckless{z}", "Mayor calls stadium plan {a}feckless{z}"),
    ("Growers fear {a}the worst spring ever{z}", "Growers fear {a}the worst year ever{z}"),
    ("{a}We lost everything{z}: a ferry crew remembers", "{a}We saved everything{z}: a ferry crew remembers"),
    ("Judge finds {a}grave errors{z} in mill inquiry", "Judge finds {a}small errors{z} in mill inquiry"),
)
"""The same with words between marks that differ."""

CORRECTIONS = (
    "This story has been corrected to show that it was {new}, not {old}.",
    "CORRECTION: An earlier version of this story misstated a figure. It is {new}, not {old}.",
    "Eds: Corrects figure to {new}, not {old}.",
    "This article was amended on 4 May 2024. An earlier version said it was {old}; it is {new}.",
    "A correction was made on May 4, 2024: An earlier version gave a wrong figure. It was {new}, not {old}.",
    "Correction 4 May: This story has been amended to make clear that it was {new} and not {old}.",
    "• This article was corrected on 4 May to change the figure to {new} from {old}.",
    "Editor's note: A previous version of this story incorrectly said {old}. The correct figure is {new}.",
    "Because of an editing error, an earlier version of this article gave {old} instead of {new}.",
    "(This version corrects the figure to {new}, not {old})",
    "Clarification: An earlier version of this report should have said {new}, not {old}.",
)
"""Notes that say which figure was wrong."""

MISCORRECTIONS = (
    "This article was amended on 4 May 2024 to correct the spelling of Aldersgate Lane.",
    "CORRECTION: An earlier version of this story misstated the age of the lighthouse keeper's dog.",
    "A correction was made on May 4, 2024: An earlier version of a caption misidentified a lighthouse.",
    "Clarification: An earlier version of this report gave the wrong title for a book by Osric Tamm.",
)
"""Notes that say that something was wrong which no operation touches."""

FOLLOWING = (
    "Eight months later the questions have not gone away.",
    "A hearing has now been set for the autumn.",
    "The files fill eleven boxes in a room behind the library.",
    "Visitors still leave flowers at the gate.",
    "The committee is to publish its findings before the year is out.",
    "Little of it was on view on a recent afternoon.",
    "The rest is a matter for the archive.",
)
"""Narration of a follow-up that comes much later."""
