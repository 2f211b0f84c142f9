"""What the parts of a news file look like: patterns for the beginnings and lines that ``roles`` tells apart.

All are matched on at most a few hundred characters. Word lists are in ``lang/en``; here is only what has a
form. Sources of the forms: AP, Reuters, UPI, AFP and dpa copy as published, and ANPA 1312.
"""

from __future__ import annotations

import regex

_WORD = r"\p{Lu}[\p{L}\p{M}.'’-]*+"
_PARTICLE = r"(?:(?:de|la|le|van|von|der|den|bin|al|el|del|da|dos|di|du|of|the)[ ])"
_NAME = rf"{_WORD}(?:[ ]{_PARTICLE}?{_WORD}){{0,6}}"
_NAMES = rf"{_NAME}(?:(?:,|[ ]and|,[ ]and|[ ]&)[ ]{_NAME}){{0,4}}"
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)"
    r"(?:\.|uary|ruary|ch|il|e|y|ust|tember|ober|ember)?"
)
_DAY = rf"(?:{_MONTH}[ ]\d{{1,2}}(?:,[ ]\d{{4}})?|\d{{1,2}}[ ]{_MONTH}(?:[ ]\d{{4}})?)"
_WIRES = r"(?:AP|Reuters|REUTERS|AFP|EPA|UPI|Getty|Bloomberg|Associated[ ]Press)"

QUOTE = regex.compile(r"[\"“”„«»]|``|''|(?<!\w)[‘'](?=\w)")
"""A mark that may open or close a quotation."""

SAID = regex.compile(r"[\"“”]\s*$|[,?!.](?:[\"”]|'')\s+\p{L}")
"""A quotation that ends, or that somebody says."""

BREAK = regex.compile(r"[_=~—–-]{2,}[.=<]?|(?:[*#•·][ ]?){2,}|[-–—_*#]")

CLOCK = regex.compile(
    r"(?i)(?:\d{1,2}(?:[:.]\d\d)?[ ]?[ap]\.?[ ]?m\.?|(?:12[ ])?(?:noon|midnight))"
    r"(?:[ ]\(?[A-Z]{1,4}T\)?)?[.:]{0,2}"
)
"""The line over a block of "The Latest"."""

SLUG = regex.compile(
    r"(?:AP-)?\p{Lu}{2,4}-(?:\p{Lu}{2}-)?[\p{L}\p{N}.&' -]*--[\p{L}\p{N}.&' -]+"  # BC-US--Lobster, 1st Ld
    r"|AP-\p{Lu}{2}-\d\d-\d\d-\d\d[ ]\d{4}\p{Lu}{3}"  # the trailer
    r"|AP[ ]Photos?[ ]\p{Lu}{2,4}\d+"
)

REUTERS_SLUG = regex.compile(r"[\p{Lu}\d-]+/[\p{Lu}\d-]*(?:[ ]\([\p{Lu}\d ,.-]+\))?")

BYLINE = regex.compile(
    rf"(?:By|BY|From)[ ]+{_NAMES}"
    r"(?:[ ]?[,|/–—-][ ]?\p{L}[\p{L}.'’-]*+(?:[ ]\p{L}[\p{L}.'’-]*+){0,7})?[.=<]?"
    rf"|{_NAME}(?:[ ]?\|[ ]?|,[ ])"
    r"(?:AP|Reuters|UPI|AFP|(?:The[ ])?Associated[ ]Press(?:[ ]\p{L}++){0,2})[.=<]?"
    r"|(?:The[ ])?Associated[ ]Press[.=<]?|ASSOCIATED[ ]PRESS\.?"
    r"|(?:\p{Lu}\p{L}++[ ]){0,4}?(?:Writer|Correspondent|Reporter|Editor)s?[.=<]?"
)

HEADLINE_TAG = regex.compile(
    r"(?:(?:UPDATE|WRAPUP|CORRECTED|REFILE|RPT|CORRECTION|PREVIEW)(?:[ ]\d{1,2})?-)+(?=\S)"
)
"""What Reuters puts before the headline of a version: "CORRECTED-UPDATE 2-"."""

CORRECTION_HEADLINE = regex.compile(r"(?:CORRECTION|Correction|CORRECTED|CORRECTS):[ ]*(?=\S)")
"""What a corrected story's headline begins with."""

_SHOWN = r"(?:photo|photograph|image|picture|frame|video|illustration|combination)\b"
PICTURE = regex.compile(
    r"FILE(?:[ ]PHOTO)?[ ]?[-–—:]|FILE[ ]In[ ]this|File[ ]photo\b"
    rf"|In[ ]this[ ]{_SHOWN}"
    r"|(?:Photos?|PHOTOS?|Image|IMAGE|Picture|Credit|CREDIT|Caption|Photo[ ]credit|Photo[ ]by)[ ]?[:/]"
    r"|(?:Photo|Image|Photograph)s?[ ](?:by|courtesy)\b|AP[ ]Photo/|REUTERS/"
)
"""The beginning of a caption or credit."""

DATED_PICTURE = regex.compile(rf"In[ ]this[ ]((?:[\p{{L}}\p{{N}}.,'’-]++[ ]){{1,9}}?){_SHOWN}")
DATED = regex.compile(rf"\d|\b(?:undated|file|handout|frame|still|\p{{Lu}}\p{{L}}+day|{_MONTH})\b")

CREDIT_END = regex.compile(
    r"\((?:AP[ ](?:Photo|Images|File|Graphic)\b|[^()]{0,80}\bGetty[ ]Images?\b"
    r"|(?:Reuters|REUTERS|AFP|EPA|UPI|AP)/"
    rf"|[^()]{{0,80}}(?:\bvia[ ]|/){_WIRES}\b"
    r"|(?:[Ff]ile[ ])?[Pp]hotos?(?:[ ](?:by|courtesy)\b|:))[^()]{0,100}\)\.?$"
)
"""The credit in brackets that ends a caption; not "(AP)" alone, which ends sentences too."""

CREDIT_LINE = regex.compile(rf"(?:Photo:?[ ]|Image:?[ ])?{_NAME}[ ]?(?:/|,|\bvia\b|\bfor\b)[ ]?(.+?)\.?")
"""A line of a name and, as group 1, whom it works for."""

CONTRIBUTED = regex.compile(
    r"\(?(?:\p{Lu}|--?[ ]?\p{Lu}).{0,300}?\bcontributed(?:\.?\)?$|[ ](?:reporting|research)\b"
    r"|[ ]from[ ]\p{Lu}.{0,60}$|[ ]to[ ](?:this|the)[ ](?:story|report|article|post|piece|dispatch)\b)"
    r"|(?:The[ ])?(?:AP|Associated[ ]Press)[ ](?:\p{L}++[ ]){0,3}?"
    r"(?:writers?|reporters?|correspondents?|journalists?)\b.*\b(?:contributed|reported)\b"
)

REPORTED = regex.compile(rf"{_NAMES}[ ]reported[ ]from[ ].+")

FOLLOW = regex.compile(r"(?i)Follow[ ].{1,100}\b(?:on|at|via)[ ](?:Twitter|Facebook|Instagram|X|http)")

BIO = regex.compile(
    rf"{_NAME},?[ ](?:is|was|are)[ ](?:(?:a|an|the)[ ].{{0,120}}\b|(?:\p{{Ll}}++[ ]){{0,2}}?)"
    r"(?:reporter|columnist|correspondent|contributor|freelance|editor|writer|journalist|fellow|author)\b"
)

NOTE = regex.compile(
    r"\((?:In|This)[ ].{0,60}\b(?:story|item|version|article|paragraph|graf|headline)\b|\(?UPDATES:"
)

MARKUP = regex.compile(
    r"(?:<[^<>]*>)+\.?|[.#]?[\w-]+(?:[ ][.#]?[\w-]+)*[ ]?\{|\}\.?|[\w-]+:[ ]?[^\s;]+(?:[ ][^\s;]+){0,4};"
)
"""A line of HTML or of a style sheet."""

_CITY = r"\p{Lu}[\p{Lu}\p{M}.'’-]+(?:[ /]\p{Lu}[\p{Lu}\p{M}.'’-]+){0,4}"
_REGION = rf"(?:,[ ]{_WORD}(?:[ ]{_WORD}){{0,2}})?"
_DATE = rf"(?:,[ ]+{_DAY})?"
_AGENCY = r"[ ]?\(\p{L}[\p{L}\p{N}. /&-]{1,29}\)"
_DASH = r"(?:[ ]*(?:—|–|--|―)[ ]*|[ ]+[-_][ ]+)"
DATELINE = regex.compile(
    rf"(?P<city>{_CITY}){_REGION}{_DATE},?(?P<agency>{_AGENCY})?{_DASH}"
    rf"|(?P<city>{_NAME}){_REGION}{_DATE},?(?P<agency>{_AGENCY}){_DASH}"
)
"""A dateline before copy: the city in capitals, or in small letters with an agency behind it."""

DATELINE_ALONE = regex.compile(
    rf"{_CITY}(?:{_REGION},[ ]+{_DAY}|{_REGION}{_DATE},?{_AGENCY})[ ]*(?:—|–|--|-|_)?"
    rf"|{_CITY}{_REGION}[ ]*(?:—|–|--)"
)

BULLET = regex.compile(r"[•*▪●‣■◦·►]")

LIST_MARK = regex.compile(
    r"[•*▪●‣■◦·►]+[ \t\u00a0]*|[—–]+[ \u00a0]*|-{1,2}[ \u00a0]+|-{1,2}(?=[\p{Lu}\"“])"
    r"|\d{1,2}[.)][ \u00a0]+"
)
