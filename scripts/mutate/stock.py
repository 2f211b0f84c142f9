"""What the benchmark's editor has at hand: words for words, people, paragraphs. All of its own writing."""

from __future__ import annotations

from typing import NamedTuple

WORDS = """
people/citizens country/nation money/cash problem/setback problems/setbacks issue/topic issues/topics
important/crucial big/large good/decent bad/awful terrible/dreadful wonderful/superb
job/post jobs/posts help/assist think/believe believe/think work/effort party/movement
fight/struggle family/household families/households children/kids kids/children school/college
schools/colleges
house/home home/house city/town town/city street/road road/street law/statute laws/statutes rule/guideline
rules/guidelines plan/proposal plans/proposals idea/notion ideas/notions question/query questions/queries
answer/reply story/tale friend/ally friends/allies leader/chief leaders/chiefs voters/residents vote/ballot
votes/ballots election/contest campaign/drive candidate/contender candidates/contenders debate/argument
government/state system/machinery policy/strategy policies/strategies economy/market business/trade
businesses/companies company/firm companies/firms workers/employees tax/levy taxes/levies budget/spending
war/conflict peace/calm security/safety threat/danger attack/assault attacks/assaults weapon/gun guns/weapons
police/officers officers/deputies crime/violence court/tribunal judge/magistrate case/matter fact/detail
facts/details truth/record lie/myth lies/myths word/phrase words/phrases speech/address message/signal
moment/instant day/night days/nights week/month weeks/months month/week months/weeks year/decade
years/decades time/season times/seasons morning/evening history/memory future/path past/record place/spot
places/spots world/planet community/district communities/districts group/circle groups/circles team/crew
member/colleague members/colleagues woman/mother women/mothers man/fellow men/fellows life/career
lives/careers hand/arm hands/arms heart/soul mind/head minds/heads power/influence freedom/liberty
wrong/mistaken strong/sturdy weak/frail hard/tough tough/hard easy/simple clear/plain
different/separate new/fresh old/ancient young/youthful small/tiny long/lengthy short/brief high/steep
fast/quick slow/sluggish early/swift rich/wealthy poor/needy happy/pleased sad/gloomy angry/furious
afraid/scared ready/prepared real/genuine true/accurate honest/frank fair/decent serious/grave
dangerous/risky safe/sound ridiculous/absurd disgusting/revolting beautiful/lovely amazing/stunning
incredible/astounding shocking/startling disappointed/dismayed proud/glad
coming/arriving making/building getting/gaining looking/searching talking/speaking
trying/struggling running/racing working/toiling winning/leading losing/trailing doing/handling
saw/noticed went/moved made/built took/grabbed gave/handed came/arrived found/discovered told/informed
asked/pressed tried/sought started/began began/started stopped/halted changed/altered
happened/occurred built/made created/formed killed/slain helped/aided supported/backed opposed/resisted
talked/spoke walked/strolled worked/toiled understand/grasp talk/chat look/glance speak/talk stand/remain
stay/remain fix/repair solve/settle build/construct create/form protect/shield support/back win/prevail
lose/fail pay/spend buy/purchase move/shift bring/carry give/hand take/grab keep/hold find/locate see/notice
hear/sense feel/sense know/realize learn/discover show/display prove/establish choose/pick decide/settle
deserve/merit respect/honor trust/faith hope/faith fear/worry anger/rage dream/vision opportunity/opening
experience/background decision/choice decisions/choices result/outcome results/outcomes reason/cause
reasons/causes thing/point things/points part/portion side/camp sides/camps number/figure
numbers/figures amount/sum level/degree process/procedure system/setup program/scheme programs/schemes
effort/push efforts/pushes action/step actions/steps challenge/test challenges/tests values/principles
interests/concerns relationship/bond conversation/discussion meeting/session report/study evidence/proof
information/intelligence media/press reporters/journalists video/film picture/image bridge/tunnel river/creek
water/steam fire/blaze smoke/haze roof/ceiling wall/fence door/gate window/shutter boat/vessel ferry/ship
bus/coach train/tram car/truck doctor/nurse doctors/nurses patient/victim patients/victims hospital/clinic
teacher/tutor teachers/tutors student/pupil students/pupils farmer/grower farmers/growers
"""

REPLACE: dict[str, str] = {one: other for one, _, other in (pair.partition("/") for pair in WORDS.split())}
"""A word and one that may stand in its place in the same form; what is said is another thing."""


class Person(NamedTuple):
    """Somebody an editor puts in: first and last name, what stands beside it, and the pronoun."""

    first: str
    last: str
    description: str
    pronoun: str

    @property
    def full(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"


PEOPLE = tuple(
    Person(*line.split(" ", 2)[:2], *line.split(" ", 2)[2].split(" | "))
    for line in """
Marcus Feldman a county clerk | he
Ingrid Solberg a retired nurse | she
Victor Amaro the harbor master | he
Lucille Brandt a school principal | she
Desmond Okoro a union organizer | he
Paula Whitcomb the city treasurer | she
Gerald Tran a pharmacist | he
Yvonne Castellano a housing lawyer | she
Howard Pruitt a grain farmer | he
Miriam Adler a history professor | she
Stanley Kowalczyk a bus driver | he
Teresa Mbeki the library director | she
Leonard Voss a structural engineer | he
Beatrice Holm an economist | she
Curtis Langley a deputy fire marshal | he
Naomi Feingold a pollster | she
Raymond Achterberg a trucking executive | he
Doris Pemberton a landlord | she
Philip Nakamura a water commissioner | he
Agnes Lindqvist a translator | she
""".strip().splitlines()
)

BODIES = (
    "the Harbor Authority",
    "the Teachers Federation",
    "the Northern Water Board",
    "the Retail Workers Union",
    "the Bureau of Weights and Measures",
)

UNNAMED = (
    "a senior official",
    "a person familiar with the discussions",
    "an official who asked not to be named",
    "a longtime aide",
    "an adviser who spoke on condition of anonymity",
    "a law enforcement official",
    "a former colleague",
    "one official",
    "a diplomat with knowledge of the talks",
)

SAYINGS = (
    "Nobody along the canal slept that night",
    "The ledgers were kept in a shoebox under the stairs",
    "Our pumps gave out before the second tide came in",
    "They left the keys in the mailbox and drove off",
    "I counted nine trucks on the gravel lot",
    "The scaffolding swayed like a reed in the wind",
    "Every clerk in the building heard the alarm",
    "My grandfather planted those orchards by hand",
    "We ran short of blankets around midnight",
    "The invoices never reached the accountant",
    "Half the choir had gone home by the intermission",
    "The ferry captain waved us through the fog",
    "Those turbines rattle whenever the valves are shut",
    "Our bakery lost its ovens in the flood",
    "The auditors asked for receipts from the picnic",
    "I have mopped these corridors since the strike",
    "The orchard smelled of diesel for a fortnight",
    "The parcels were stacked to the rafters",
    "The beekeepers lost most of their hives to frost",
    "Somebody painted over the mural during the parade",
)
"""Statements for quotes that an editor puts in; none shares much with another."""

MORE = (
    "That is all there is to it.",
    "Ask anyone on my street.",
    "It kept us awake for weeks.",
    "The neighbors saw it too.",
    "It broke my heart.",
    "Everybody in the room heard it.",
    "You can write that down.",
    "It makes my blood boil.",
)
"""Sentences that go on with what somebody said."""

NARRATION = (
    "A light drizzle fell over the parking lot.",
    "The hallway smelled of floor wax and coffee.",
    "Traffic crawled along the avenue for most of the afternoon.",
    "Folding chairs were stacked against the back wall.",
    "The microphones squealed twice before the session opened.",
    "Vendors sold pretzels and lemonade by the entrance.",
    "A brass band played on the courthouse steps.",
    "The clock above the stage had stopped at noon.",
    "Several rows of seats stayed empty.",
    "Snow covered the sidewalks of the capital on the eve of the gathering.",
    "Paper cups littered the lawn after the event.",
    "The lights in the auditorium flickered and went out for a minute.",
    "Barricades lined the plaza from the fountain to the station.",
    "A helicopter circled above the stadium.",
    "The bells of the cathedral rang through the opening ceremony.",
    "Printed programs ran out within the hour.",
)
"""Sentences of narration that name nobody and point at nothing."""

UNRELATED = (
    "The harvest festival drew large crowds over the weekend, and most hotels were full by Thursday.",
    "Shares of canning companies slipped in thin trading, while copper futures were little changed.",
    "A freight train derailed near the gravel pits, blocking both tracks until dawn.",
    "The museum of glass reopened after a renovation that cost twice the estimate.",
    "Forecasters expect a wet spring along the northern coast, with high tides in March.",
    "The orchestra opened its season with a symphony that had not been heard there since the war.",
    "Two bridges over the canal will be closed for repairs through the summer.",
    "The county fair will move to the old airfield because of flooding at the usual grounds.",
)

MEN = ("Clarence Boyd", "Otto Reinholt", "Wendell Grimes", "Rupert Sandoval")
WOMEN = ("Harriet Olmstead", "Sylvia Barros", "Edith Calloway", "Joanna Petrakis")

OFFICES = (
    ("negotiator", "negotiators"),
    ("banker", "bankers"),
    ("inspector", "inspectors"),
    ("contractor", "contractors"),
    ("engineer", "engineers"),
    ("diplomat", "diplomats"),
    ("auditor", "auditors"),
    ("prosecutor", "prosecutors"),
)
"""Unnamed sources: one of them, and several."""

TERMS = (
    "spoke on condition of anonymity",
    "asked not to be named",
    "requested anonymity",
    "declined to be identified",
    "spoke on the condition that no name be used",
)

REASONS = (
    "the talks were private",
    "the files were sealed",
    "the inquiry was still open",
    "only the director may speak for the agency",
    "the contract had not been signed",
    "no announcement had been made",
    "a career was at stake",
)

OPPOSITES = {
    one: other
    for pair in (
        "increase/decrease",
        "increased/decreased",
        "increasing/decreasing",
        "increases/decreases",
        "win/lose",
        "won/lost",
        "wins/loses",
        "winning/losing",
        "best/worst",
        "better/worse",
        "higher/lower",
        "stronger/weaker",
        "accept/reject",
        "accepted/rejected",
        "support/oppose",
        "supports/opposes",
        "success/failure",
        "guilty/innocent",
        "easier/harder",
        "faster/slower",
        "raise/lower",
        "strengthen/weaken",
        "succeed/fail",
        "always/never",
    )
    for one, other in (pair.split("/"), pair.split("/")[::-1])
}
"""A word and what says the opposite of it in the same form."""

PLACES = (
    *(
        "Iowa",
        "Ohio",
        "Florida",
        "Nevada",
        "Texas",
        "Michigan",
        "Virginia",
        "Colorado",
        "Wisconsin",
        "Georgia",
    ),
    *("Arizona", "Oregon", "Utah", "Vermont", "Maine", "Indiana", "Chicago", "Detroit", "Boston", "Denver"),
    *("Dallas", "Atlanta", "Syria", "Iraq", "Libya", "Russia", "China", "Mexico", "Canada", "Europe"),
)

KILLS = tuple(
    """
BULLETIN KILL ¶ Kill {title}. The account is in dispute. A kill is mandatory. ¶ Make sure it is not published.
ADVISORY KILL ¶ Editors: Please kill the story headlined {title}. No substitute will be filed.
KILL KILL KILL ¶ Please do not use the item {title}. It was transmitted in error.
STORY WITHDRAWN ¶ The story {title} has been withdrawn because its facts could not be verified.
ATTENTION EDITORS ¶ Please withhold the story {title}. Its sources are being checked.
HOLD HOLD HOLD ¶ The report {title} is on hold until further notice.
EDITOR'S NOTE ¶ This story is withdrawn: an interview in it did not take place.
{title} ¶ This article has been withdrawn. It did not meet our standards.
ATTENTION ¶ Kill the story {title}. The man it names was not the man who was charged.
""".strip().splitlines()
)
"""How services take a story back; its headline stands where the braces are, paragraphs end at the sign."""
