"""Whether a speaker is the one that people read: names that mean the same, and annotated sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from quotediff.annotated import NOBODY, AnnotatedArticle, AnnotatedQuote, AnnotatedSpeaker, Spans
from quotediff.evaluation.overlap import meets

_NAME_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_WORD = re.compile(r"\w+")
_UNTELLING_NAME_WORDS = frozenset({"the", "of", "and", "a"})
PERSON = "person"
SEVERAL = " + "


@dataclass(frozen=True, slots=True)
class SourceSpeaker:
    """A source as people read it: where it is, its words, and who it is.

    ``speaker`` is a name in the fullest form that the article gives; several are joined with `` + ``.
    """

    spans: Spans
    mention: str
    speaker: str
    kind: str

    @property
    def named(self) -> bool:
        """Whether the source is the speaker's name already, titles aside."""
        return name_words(self.mention) == name_words(self.speaker)


def of_gold(article: AnnotatedArticle) -> Iterator[SourceSpeaker]:
    """The sources of an article whose speakers the annotation itself names."""
    text = article.words
    speakers: dict[str | None, AnnotatedSpeaker] = {s.id: s for s in article.speakers}
    for quote in article.quotes:
        speaker = speakers.get(quote.speaker, NOBODY)
        name = shown_name(speaker, text)
        if name and quote.source:
            mention = " ".join(text[start:end] for start, end in quote.source)
            yield SourceSpeaker(quote.source, mention, name, speaker.kind or "")


def shown_name(speaker: AnnotatedSpeaker, text: str) -> str | None:
    """The name of a speaker; of one that is only a chain of mentions, the longest of them."""
    if speaker.name is not None or not speaker.mentions:
        return speaker.name
    start, end = max(speaker.mentions, key=lambda span: (span.width, -span.start))
    return text[start:end]


def quoted_as(source: SourceSpeaker, article: AnnotatedArticle) -> AnnotatedQuote | None:
    """The first quote of an answer that is attributed to a source, by half of the shorter."""
    return next((q for q in article.quotes if meets(source.spans, q.source)), None)


@cache
def _passed_over() -> frozenset[str]:
    """Titles and other words of a name that do not tell who it is."""
    text = (resources.files("quotediff.evaluation") / "titles.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def name_words(name: str) -> list[str]:
    """The words of a name in lower case, without titles, articles and possessives."""
    plain = name.lower().replace("’s", "").replace("'s", "")
    return [word for word in _NAME_WORD.findall(plain) if word not in _passed_over()]


def same_speaker(source: SourceSpeaker, name: str, description: str) -> bool:
    """Whether an answer's speaker is the one that people read.

    Of a person the family name must be the same, and the given name if both have one, or its initial. Of
    others the words of one name are within the other's, or within the description.
    """
    if SEVERAL in source.speaker:
        each = [name_words(part) for part in source.speaker.split(SEVERAL)]
        found = set(name_words(name))
        return all(words and words[-1] in found for words in each)
    wanted, got = name_words(source.speaker), name_words(name)
    if not wanted or not got:
        return False
    if source.kind == PERSON:
        return _one_person(wanted, got)
    return set(wanted) <= {*got, *name_words(description)} or set(got) <= set(wanted)


def _one_person(wanted: list[str], got: list[str]) -> bool:
    """Whether two names, of one word or more, are of one person."""
    if wanted[-1] != got[-1]:
        return False
    if len(wanted) == 1 or wanted[0] == got[0]:
        return True
    return wanted[0][0] == got[0][0] and 1 in (len(wanted[0]), len(got[0]))


def share_a_word(one: str, other: str) -> bool:
    """Whether two names have a word in common that is no article."""
    words = [set(_WORD.findall(name.lower())) - _UNTELLING_NAME_WORDS for name in (one, other)]
    return bool(words[0] & words[1])
