"""Results built by hand, for tests of what shows them, and the schemas of what is shown."""

from __future__ import annotations

import hashlib
import json
import re
from importlib.resources import files

from jsonschema import Draft202012Validator

from quotediff.comparison import Change, Comparison, Edit, Pair
from quotediff.model import (
    Document,
    Extract,
    Kind,
    Paragraph,
    Passage,
    Problem,
    Quote,
    QuotedSpan,
    Role,
    Severity,
    Speaker,
    SpeakerKind,
)
from quotediff.text.spans import Span, joined

EVERY_ANSWER = ("table", "json", "jsonl", "csv", "markdown")
"""The formats that show the answer of any command; the others are for some."""

OLD = """Bridge shut after crack is found

"The crack is as long as my arm," said Ana Ruiz, a city engineer. "We did not wait."

Drivers said that the detour took an hour.
"""
NEW = OLD.replace("did not wait", "waited").replace("Drivers said that the", "The")


def place(text: str, *parts: str) -> Passage:
    """The passage of the first occurrences of ``parts`` in ``text``."""
    spans = tuple(Span(text.index(p), text.index(p) + len(p)) for p in parts)
    return Passage(joined(text, spans), spans)


def document(text: str, path: str = "story.txt", problems: tuple[Problem, ...] = ()) -> Document:
    """A document whose paragraphs are what stands between empty lines."""
    paragraphs = []
    end = 0
    for number, block in enumerate(text.strip().split("\n\n"), 1):
        start = text.index(block, end)
        end = start + len(block)
        role = Role.HEADLINE if number == 1 else Role.BODY
        paragraphs.append(Paragraph(number, Span(start, end), Span(start, end), role))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    title = text.strip().split("\n")[0]
    return Document(path, text, digest, "utf-8", title, tuple(paragraphs), problems)


def quote(text: str, identifier: str, *parts: str, speaker: str | None = "s1", **more: object) -> Quote:
    """A quote of the given words."""
    fields: dict[str, object] = {
        "kind": Kind.DIRECT,
        "source": None,
        "cue": None,
        "inherited": False,
        "within": None,
        "paragraph": 2,
        "role": Role.BODY,
        "rule": "sample",
        "confidence": 0.98765,
        **more,
    }
    return Quote(id=identifier, content=place(text, *parts), speaker=speaker, **fields)  # type: ignore[arg-type]


def extract(text: str, path: str = "story.txt", problems: tuple[Problem, ...] = ()) -> Extract:
    """What a careful reader finds in ``OLD`` or ``NEW``."""
    last = "We did not wait." if "We did not wait." in text else "We waited."
    quotes = [
        quote(
            text,
            "q1",
            "The crack is as long as my arm,",
            last,
            source=place(text, "Ana Ruiz, a city engineer"),
            cue=place(text, "said"),
        )
    ]
    speakers = [
        Speaker("s1", "Ana Ruiz", SpeakerKind.PERSON, "a city engineer", None, place(text, "Ana Ruiz").spans)
    ]
    if "Drivers said" in text:
        drivers = place(text, "Drivers")
        content = "that the detour took an hour"
        more = {
            "source": drivers,
            "cue": Passage("said", (Span(drivers.spans[0].end + 1, drivers.spans[0].end + 5),)),
        }
        quotes.append(quote(text, "q2", content, speaker="s2", kind=Kind.INDIRECT, paragraph=3, **more))
        speakers.append(Speaker("s2", "Drivers", SpeakerKind.GROUP, None, None, drivers.spans))
    marked = tuple(
        QuotedSpan(Span(*m.span()), Span(*m.span(1))) for m in re.finditer('[“"]([^”"]*)[”"]', text)
    )
    return Extract(document(text, path), (), (), tuple(quotes), tuple(speakers), problems, marked)


def comparison() -> Comparison:
    """What became of ``OLD`` in ``NEW``: a negation went, and an attribution."""
    old, new = extract(OLD, "v1.txt"), extract(NEW, "v2.txt")
    gone = place(NEW, "The detour took an hour").spans[0]
    edits = (
        Edit("equal", "The crack is as long as my arm, We ", "The crack is as long as my arm, We "),
        Edit("replace", "did not wait", "waited"),
        Edit("equal", ".", "."),
    )
    changes = (
        Change(
            "QD102",
            "meaning-changed",
            Severity.ERROR,
            "q1",
            "q1",
            old.quotes[0].content.spans[1],
            new.quotes[0].content.spans[1],
            "a negation went: not",
            edits,
            "0123456789abcdef",
            ("q1",),
            ("q1",),
        ),
        Change(
            "QD202",
            "attribution-removed",
            Severity.ERROR,
            "q2",
            None,
            old.quotes[1].content.spans[0],
            gone,
            "the words stay, their source is gone: Drivers",
            (),
            "fedcba9876543210",
            ("q2",),
        ),
    )
    pairs = (Pair(("q1",), ("q1",), 0.81234), Pair(("q2",), (), 0.0))
    return Comparison(old, new, pairs, changes, {"QD102": 1, "QD202": 1})


def schema(name: str) -> Draft202012Validator:
    """The published schema of a command: ``list``, ``compare`` (of `changed` too), ``check`` and so on."""
    loaded = json.loads((files("quotediff.rendering") / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(loaded)
    return Draft202012Validator(loaded)
