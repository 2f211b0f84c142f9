"""Extracts written by hand: an article with its quotes tagged in place, so that no test needs the extractor.

``<1>words said</1>``, ``<1s>source</1s>`` and ``<1c>cue</1c>`` tag quote 1; a content in several places is
tagged several times. Content tags stand outside the quotation marks; the kind follows from the marks. Lines
below ``--`` tell who a quote's speaker is where it is not the source's own words::

    1 = Jane Doe; a lawyer for the city
    2 carried = Jane Doe
    3 = an official (unnamed: for fear of reprisals)
    4 = Northern Rail (organization)
    5 = nobody
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from quotediff.extraction.document import annotate
from quotediff.extraction.quoted_ranges import marked_spans
from quotediff.model import (
    Document,
    Extract,
    Kind,
    Paragraph,
    Passage,
    Quote,
    Role,
    Speaker,
    SpeakerKind,
)
from quotediff.text.sentences import Sentence, split_sentences
from quotediff.text.spans import Span, joined
from quotediff.text.tokens import Token, tokenize

_TAG = re.compile(r"<(/?)(\d+)([sc]?)>")
_LEGEND = re.compile(r"(\d+)( carried)? = ([^;(]+)(?:; ([^(]+))?(?:\((\w+)(?:: (.+))?\))?")
_MARKS = "\"“”«»'‘’"
_ABBREVIATIONS = frozenset({"dec", "jan", "feb", "mr", "mrs", "dr", "sen", "gov", "gen"})


@dataclass
class _Draft:
    content: list[Span] = field(default_factory=list)
    source: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)


def extract_of(notation: str, path: str = "case.txt") -> Extract:
    """The extract that a tagged article describes."""
    article, _, legend = notation.strip("\n").partition("\n--\n")
    text, drafts = _untag(article)
    paragraphs = _paragraphs(text)
    tokens, sentences = _tokens(text, paragraphs)
    document = Document(path, text, "0" * 64, "utf-8", "", tuple(paragraphs))
    known = {m[1]: m for m in map(_LEGEND.fullmatch, legend.splitlines()) if m}
    speakers: dict[str, Speaker] = {}
    quotes = []
    ordered = sorted(drafts.items(), key=lambda item: item[1].content[0])
    for number, (label, draft) in enumerate(ordered, 1):
        source = Passage(joined(text, draft.source), tuple(draft.source)) if draft.source else None
        speaker, inherited = _speaker(known.get(label), source, speakers)
        content, kind = _content(text, draft.content)
        quotes.append(
            Quote(
                f"q{number}",
                kind,
                content,
                source,
                Passage(joined(text, draft.cue), tuple(draft.cue)) if draft.cue else None,
                speaker,
                inherited,
                None,
                next(p.number for p in paragraphs if p.span.contains(draft.content[0])),
                Role.BODY,
                "hand",
                1.0,
            )
        )
    marked = tuple(marked_spans(annotate(document).quoted))
    return Extract(
        document, tuple(tokens), tuple(sentences), tuple(quotes), tuple(speakers.values()), marked=marked
    )


def _untag(article: str) -> tuple[str, dict[str, _Draft]]:
    out: list[str] = []
    size = at = 0
    opened: dict[str, int] = {}
    drafts: dict[str, _Draft] = {}
    for tag in _TAG.finditer(article):
        out.append(article[at : tag.start()])
        size += tag.start() - at
        at = tag.end()
        closing, number, part = tag.groups()
        if not closing:
            opened[number + part] = size
            continue
        draft = drafts.setdefault(number, _Draft())
        target = {"": draft.content, "s": draft.source, "c": draft.cue}[part]
        target.append(Span(opened.pop(number + part), size))
    out.append(article[at:])
    assert not opened, f"never closed: {opened}"
    return "".join(out), drafts


def _paragraphs(text: str) -> list[Paragraph]:
    found = [Span(m.start(), m.end()) for m in re.finditer(r"\S.*(?:\n\S.*)*", text)]
    roles = [Role.NOTE if text[s.start :].startswith("Eds:") else Role.BODY for s in found]
    return [Paragraph(n, s, s, r) for n, (s, r) in enumerate(zip(found, roles, strict=True), 1)]


def _tokens(text: str, paragraphs: list[Paragraph]) -> tuple[list[Token], list[Sentence]]:
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for paragraph in paragraphs:
        first = len(tokens)
        tokens += tokenize(text, _ABBREVIATIONS, *paragraph.copy)
        sentences += split_sentences(tokens, first, len(tokens))
    return tokens, sentences


def _content(text: str, spans: list[Span]) -> tuple[Passage, Kind]:
    between = [text[s.start] in _MARKS and text[s.end - 1] in _MARKS for s in spans]
    if all(between):
        inner = tuple(Span(s.start + 1, s.end - 1) for s in spans)
        return Passage(joined(text, inner), inner), Kind.DIRECT
    mixed = any(c in text[s.start : s.end] for s in spans for c in '"“«')
    return Passage(joined(text, spans), tuple(spans)), Kind.MIXED if mixed else Kind.INDIRECT


def _speaker(
    legend: re.Match[str] | None, source: Passage | None, speakers: dict[str, Speaker]
) -> tuple[str | None, bool]:
    if legend is None and source is None:
        return None, False
    name = legend[3].strip() if legend else source.text.split(",")[0] if source else ""
    if name == "nobody":
        return None, False
    kind = SpeakerKind(legend[5]) if legend and legend[5] else SpeakerKind.PERSON
    description = (legend[4] or "").strip() if legend else ""
    if not legend and source and ", " in source.text:
        description = source.text.split(", ", 1)[1]
    if name not in speakers:
        anonymity = legend[6] if legend else None
        speakers[name] = Speaker(f"s{len(speakers) + 1}", name, kind, description or None, anonymity, ())
    return speakers[name].id, bool(legend and legend[2])
