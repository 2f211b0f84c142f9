"""What the parts of a news file look like: patterns for the beginnings and lines that ``roles`` tells apart.

All are matched on at most a few hundred characters. Word lists are in ``lang/en``; here is only what has a
form. Sources of the forms: AP, Reuters, UPI, AFP and dpa copy as published, and ANPA 1312.
"""

from __future__ import annotations

from math import inf

import regex

from quotediff.limits import MAX_LINE_CHARS
from quotediff.values import lazy

_PARTICLES = [
    "de", "la", "le", "van", "von", "der", "den", "bin", "al", "el", "del", "da", "dos", "di", "du",
    "of", "the",
]  # fmt: skip


class LazyPattern:
    r"""A pattern that is compiled when it is first needed: a story needs few of them, and compiling is slow.

    Args:
        source: the pattern; ``\L<particles>`` in it compiles sooner than alternatives.
        needs: strings one of which any match holds; texts without them are refused unread.
        most: no match is longer; longer texts are not read for a full match.
        begins: what any match begins with, unless with a digit; not for what is searched for.
    """

    def __init__(self, source: str, *needs: str, most: float = inf, begins: str = "") -> None:
        self._source, self._needs, self._most, self._begins = source, needs, most, tuple(begins)

    @lazy
    def _pattern(self) -> regex.Pattern[str]:
        return regex.compile(self._source, ignore_unused=True, particles=_PARTICLES)

    def _possible(self, text: str) -> bool:
        if self._begins and not (text[:1].isdecimal() or text.startswith(self._begins)):
            return False
        for need in self._needs:  # asked of every shape and paragraph: any() takes thrice as long
            if need in text:
                return True
        return not self._needs

    def match(self, text: str) -> regex.Match[str] | None:
        """The match at the beginning of ``text``."""
        return self._pattern.match(text) if self._possible(text) else None

    def fullmatch(self, text: str) -> regex.Match[str] | None:
        """The match of all of ``text``."""
        if len(text) > self._most:
            return None
        return self._pattern.fullmatch(text) if self._possible(text) else None

    def search(self, text: str) -> regex.Match[str] | None:
        """The first match in ``text``."""
        return self._pattern.search(text) if self._possible(text) else None


class LazyPatterns:
    """Several shapes, of which the first that matches counts; each is compiled when it is first needed."""

    def __init__(self, *shapes: LazyPattern) -> None:
        self._shapes = shapes

    def match(self, text: str) -> regex.Match[str] | None:
        """The match at the beginning of ``text``."""
        for shape in self._shapes:  # asked of every paragraph: next() takes twice as long
            found = shape.match(text)
            if found is not None:
                return found
        return None

    def fullmatch(self, text: str) -> regex.Match[str] | None:
        """The match of all of ``text``."""
        return next((found for shape in self._shapes if (found := shape.fullmatch(text))), None)

    def length(self, text: str) -> int:
        """How many characters the match at the beginning of ``text`` takes; 0 if there is none."""
        found = self.match(text)
        return found.end() if found else 0


_CAPITALIZED_WORD = r"\p{Lu}[\p{L}\p{M}.'’-]*+"
_PARTICLE = r"(?:\L<particles>[ ])"
_NAME_PATTERN = rf"{_CAPITALIZED_WORD}(?:[ ]{_PARTICLE}?{_CAPITALIZED_WORD}){{0,6}}"
_NAMES_PATTERN = rf"{_NAME_PATTERN}(?:(?:,|[ ]and|,[ ]and|[ ]&)[ ]{_NAME_PATTERN}){{0,4}}"
_MONTH = (  # a list of all their forms takes five milliseconds to compile, each time that it is used
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
    r"(?:\.|uary|ruary|ch|il|e|y|ust|tember|ober|ember)?"
)
_DAY_PATTERN = rf"(?:{_MONTH}[ ]\d{{1,2}}(?:,[ ]\d{{4}})?|\d{{1,2}}[ ]{_MONTH}(?:[ ]\d{{4}})?)"
_WIRES = r"(?:AP|Reuters|REUTERS|AFP|EPA|UPI|Getty|Bloomberg|Associated[ ]Press)"

QUOTE = regex.compile(r"[\"“”„«»]|``|''|(?<!\w)[‘'](?=\w)")
"""A mark that may open or close a quotation."""

SAID = LazyPattern(r"[\"“”]\s*$|[,?!.](?:[\"”]|'')\s+\p{L}")
"""A quotation that ends, or that somebody says."""

RULE = LazyPattern(r"[_=~—–-]{2,}[.=<]?|(?:[*#•·][ ]?){2,}|[-–—_*#]")
"""A line of marks."""

_CLOCK_LINE = LazyPattern(
    r"(?i)(?:\d{1,2}(?:[:.]\d\d)?[ ]?[ap]\.?[ ]?m\.?|(?:12[ ])?(?:noon|midnight))"
    r"(?:[ ]\(?[A-Z]{1,4}T\)?)?[.:]{0,2}",
    most=24,
    begins="nNmM",
)
BREAK = LazyPatterns(RULE, _CLOCK_LINE)
"""A line of marks, or the time over a block of "The Latest"."""

SLUG = LazyPattern(
    r"(?:AP-)?\p{Lu}{2,4}-(?:\p{Lu}{2}-)?[\p{L}\p{N}.&' -]*--[\p{L}\p{N}.&' -]+"  # BC-US--Lobster, 1st Ld
    r"|AP-\p{Lu}{2}-\d\d-\d\d-\d\d[ ]\d{4}\p{Lu}{3}"  # the trailer
    r"|AP[ ]Photos?[ ]\p{Lu}{2,4}\d+",
    "--",
    "AP-",
    "AP Photo",
)

REUTERS_SLUG = LazyPattern(r"[\p{Lu}\d-]+/[\p{Lu}\d-]*(?:[ ]\([\p{Lu}\d ,.-]+\))?", "/")

BYLINE = LazyPatterns(
    LazyPattern(
        rf"(?:By|BY|From)[ ]+{_NAMES_PATTERN}"
        r"(?:[ ]?[,|/–—-][ ]?\p{L}[\p{L}.'’-]*+(?:[ ]\p{L}[\p{L}.'’-]*+){0,7})?[.=<]?",
        "By",
        "BY",
        "From",
    ),
    LazyPattern(
        rf"{_NAME_PATTERN}(?:[ ]?\|[ ]?|,[ ])"
        r"(?:AP|Reuters|UPI|AFP|(?:The[ ])?Associated[ ]Press(?:[ ]\p{L}++){0,2})[.=<]?",
        "|",
        ",",
    ),
    LazyPattern(r"(?:The[ ])?Associated[ ]Press[.=<]?|ASSOCIATED[ ]PRESS\.?", "Press", "PRESS"),
    LazyPattern(
        r"(?:\p{Lu}\p{L}++[ ]){0,4}?(?:Writer|Correspondent|Reporter|Editor)s?[.=<]?",
        "Writer",
        "Correspondent",
        "Reporter",
        "Editor",
    ),
)

_BYLINE_BEFORE = LazyPattern(
    rf"(?:By[ ]|BY[ ])?{_NAMES_PATTERN}(?:[ ]in[ ]{_NAME_PATTERN})?"
    r"(?:,[ ]\p{L}[\p{L}.'’-]*+(?:[ ]\p{L}[\p{L}.'’-]*+){0,5})?[ ]?[|·•][ ]?(?=\S)",
    "|",
    "·",
    "•",
)
"""A byline on the copy's line, with a bar or a dot between them: "By Jane Roe in Tarn | Police"."""

CORRECTION_HEADLINE = LazyPattern(r"(?:CORRECTION|Correction|CORRECTED|CORRECTS):[ ]*(?=\S)", ":")
"""What a corrected story's headline begins with."""

HEADLINE_TAG = LazyPatterns(
    CORRECTION_HEADLINE,
    LazyPattern(
        r"(?:(?:UPDATE|WRAPUP|CORRECTED|REFILE|RPT|CORRECTION|PREVIEW)(?:[ ]\d{1,2})?-)+(?=\S)",
        "-",
    ),
)
"""What stands before the headline of a version, as Reuters has it: "CORRECTED-UPDATE 2-"."""

_PICTURE_WORDS = r"(?:photo|photograph|image|picture|frame|video|illustration|combination)\b"
PICTURE = LazyPattern(
    r"FILE(?:[ ]PHOTO)?[ ]?[-–—:]|FILE[ ]In[ ]this|File[ ]photo\b"
    rf"|In[ ]this[ ]{_PICTURE_WORDS}"
    r"|(?:Photos?|PHOTOS?|Image|IMAGE|Picture|Credit|CREDIT|Caption|Photo[ ]credit|Photo[ ]by)[ ]?[:/]"
    r"|(?:Photo|Image|Photograph)s?[ ](?:by|courtesy)\b|AP[ ]Photo/|REUTERS/",
    "FILE",
    "File",
    "In this",
    "hoto",
    "PHOTO",
    "mage",
    "IMAGE",
    "icture",
    "redit",
    "CREDIT",
    "aption",
    "REUTERS",
)
"""The beginning of a caption or credit."""

DATED_PICTURE = LazyPattern(
    rf"In[ ]this[ ]((?:[\p{{L}}\p{{N}}.,'’-]++[ ]){{1,9}}?){_PICTURE_WORDS}", "In this "
)
DATED = LazyPattern(rf"\d|\b(?:undated|file|handout|frame|still|\p{{Lu}}\p{{L}}+day|{_MONTH})\b")

CREDIT_END = LazyPattern(
    r"\((?:AP[ ](?:Photo|Images|File|Graphic)\b|[^()]{0,80}\bGetty[ ]Images?\b"
    r"|(?:Reuters|REUTERS|AFP|EPA|UPI|AP)/"
    rf"|[^()]{{0,80}}(?:\bvia[ ]|/){_WIRES}\b"
    r"|(?:[Ff]ile[ ])?[Pp]hotos?(?:[ ](?:by|courtesy)\b|:))[^()]{0,100}\)\.?$",
    ")",
)
"""The credit in brackets that ends a caption; not "(AP)" alone, which ends sentences too."""

CREDIT_LINE = LazyPattern(
    rf"(?:Photo:?[ ]|Image:?[ ])?{_NAME_PATTERN}[ ]?(?:/|,|\bvia\b|\bfor\b)[ ]?(.+?)\.?"
)
"""A line of a name and, as group 1, whom it works for."""

CONTRIBUTED = LazyPatterns(
    LazyPattern(
        r"\(?(?:\p{Lu}|--?[ ]?\p{Lu}).{0,300}?\bcontributed(?:\.?\)?$|[ ](?:reporting|research)\b"
        r"|[ ]from[ ]\p{Lu}.{0,60}$|[ ]to[ ](?:this|the)[ ](?:story|report|article|post|piece|dispatch)\b)",
        "contributed",
    ),
    LazyPattern(
        r"(?:The[ ])?(?:AP|Associated[ ]Press)[ ](?:\p{L}++[ ]){0,3}?"
        r"(?:writers?|reporters?|correspondents?|journalists?)\b.*\b(?:contributed|reported)\b",
        "AP ",
        "Associated Press ",
    ),
)

FOLLOW = LazyPattern(
    r"(?i)Follow[ ].{1,100}\b(?:on|at|via)[ ](?:Twitter|Facebook|Instagram|X|http)", "ollow "
)

BIO = LazyPatterns(
    LazyPattern(
        rf"(?=.{{1,{MAX_LINE_CHARS}}}$){_NAMES_PATTERN}[ ]reported[ ]from[ ]",
        " reported from ",
    ),
    LazyPattern(
        rf"{_NAME_PATTERN},?[ ](?:is|was|are)[ ](?:(?:a|an|the)[ ].{{0,120}}\b|(?:\p{{Ll}}++[ ]){{0,2}}?)"
        r"(?:reporter|columnist|correspondent|contributor|freelance|editor|writer|journalist|fellow|author)\b",
        " is ",
        " was ",
        " are ",
    ),
)
"""What is said of who wrote the story: what they are, or a line of where they were."""

NOTE = LazyPattern(
    r"\((?:In|This)[ ].{0,60}\b(?:story|item|version|article|paragraph|graf|headline)\b|\(?UPDATES:",
    "(In ",
    "(This ",
    "UPDATES:",
)

MARKUP = LazyPattern(
    r"(?:<[^<>]*>)+\.?|[.#]?[\w-]+(?:[ ][.#]?[\w-]+)*[ ]?\{|\}\.?|[\w-]+:[ ]?[^\s;]+(?:[ ][^\s;]+){0,4};",
    "<",
    "{",
    "}",
    ";",
)
"""A line of HTML or of a style sheet."""

_CITY = r"\p{Lu}[\p{Lu}\p{M}.'’-]+(?:[ /]\p{Lu}[\p{Lu}\p{M}.'’-]+){0,4}"
_REGION = rf"(?:,[ ]{_CAPITALIZED_WORD}(?:[ ]{_CAPITALIZED_WORD}){{0,2}})?"
_DATE = rf"(?:,[ ]+{_DAY_PATTERN})?"
_AGENCY = r"[ ]?\(\p{L}[\p{L}\p{N}. /&-]{1,29}\)"
_DASH = r"(?:[ ]*(?:—|–|--|―)[ ]*|[ ]+[-_][ ]+)"
_DATELINE_DASHES = ("—", "–", "--", "―", " - ", " _ ")
_AGENCY_DASHES = (")—", ") —", ")–", ") –", ")--", ") --", ")―", ") ―", ") - ", ") _ ", ")  ")
DATELINE = LazyPatterns(
    LazyPattern(rf"(?P<city>{_CITY}){_REGION}{_DATE},?(?P<agency>{_AGENCY})?{_DASH}", *_DATELINE_DASHES),
    LazyPattern(rf"(?P<city>{_NAME_PATTERN}){_REGION}{_DATE},?(?P<agency>{_AGENCY}){_DASH}", *_AGENCY_DASHES),
    LazyPattern(rf"(?P<city>{_CITY}){_REGION},[ ]+{_DAY_PATTERN}(?P<agency>{_AGENCY})?:[ ]+", ": "),
    LazyPattern(rf"(?P<city>)(?P<agency>{_AGENCY}){_DASH}", *_AGENCY_DASHES),
)
"""A dateline before copy: the city in capitals, or in small letters with an agency behind it, before a dash;
or with a date before a colon; or the agency alone."""

PLACE_AND_COLON = LazyPattern(rf"(?P<city>{_CITY}){_REGION}:[ ]+(?=[^\s\"“”„«'‘`])", ": ")
"""A place in capitals and a colon before copy, or the label of a turn: not before words between marks."""

LABEL = LazyPattern(r"\p{Lu}[^:?!]{0,60}:[ ]", ": ")
"""A few words and a colon: who speaks in a transcript, what a line tells, where a story comes from."""

DATELINE_ALONE = LazyPattern(
    rf"{_CITY}(?:{_REGION},[ ]+{_DAY_PATTERN}|{_REGION}{_DATE},?{_AGENCY})[ ]*(?:—|–|--|-|_)?"
    rf"|{_CITY}{_REGION}[ ]*(?:—|–|--)",
    ",",
    "(",
    "—",
    "–",
    "--",
)

BULLET = LazyPattern(r"[•*▪●‣■◦·►]")

_LIST_MARK = LazyPattern(
    r"[•*▪●‣■◦·►]+[ \t\u00a0]*|[—–]+[ \u00a0]*|-{1,2}[ \u00a0]+|-{1,2}(?=[\p{Lu}\"“])"
    r"|\d{1,2}[.)][ \u00a0]+",
    begins="•*▪●‣■◦·►—–-",
)

TIME_STAMP = LazyPatterns(
    LazyPattern(
        r"[\[(]?(?:[01]?\d|2[0-3])[.:h][0-5]\d(?:[ ]?(?i:[ap]\.?m\.?))?(?:[ ](?:GMT|\p{Lu}{1,3}T))?[\])]?"
        r"[ ]?[:|–—-]?[ ]+(?=[\p{Lu}\"“‘«'])",
        begins="[(",
    )
)
"""The time before an entry of a live blog."""

LEAD_IN = LazyPatterns(_LIST_MARK, _BYLINE_BEFORE)
"""What may stand before a paragraph's own words: the mark of a list, or a byline."""
