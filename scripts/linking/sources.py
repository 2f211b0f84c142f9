"""Sources of which people have said who they are, and what the resolver sees of each: examples to fit on.

Four sources: PolNeAR's articles with speakers (``../shared/polnear/speakers``, without those for
validation), the expectations of ``corpus/``, and the stories written for it (``stories.md`` beside this
file, and ``tests/cases/speakers.md``).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from quotediff.corpus.loader import load
from quotediff.corpus.verify import plain_name
from quotediff.extraction import engine
from quotediff.extraction.document import annotate
from quotediff.extraction.speakers import link
from quotediff.extraction.speakers.register import Article, Entity
from quotediff.lang.nouns import small_numbers
from quotediff.model import Document, SpeakerKind
from quotediff.readers import read_bytes, read_path
from quotediff.text.spans import Span

ROOT = Path(__file__).resolve().parents[2]
_COMMON = frozenset({"The", "A", "An", "Another", "Some"})  # begin no name; nor does a number
_HALF = 0.5  # of the shorter of two sources, that the other must cover to be the same


@dataclass(frozen=True)
class Label:
    """Where a source stands; ``is_right`` tells whether a name and a description are its speaker's.

    ``expected`` is the speaker, to be shown.
    """

    span: Span
    is_right: Callable[[str, str], bool]
    expected: str


@dataclass(frozen=True)
class Labelled:
    """An article with what the resolver is given, and the labels; ``group`` names its fold."""

    source: str
    name: str
    group: str
    document: Document
    given: tuple[object, ...]  # what ``link.resolve`` is called with
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Example:
    """A choice: the features of each candidate and, last, of somebody new; the indices of the right ones."""

    source: str
    sort: str
    options: tuple[Sequence[str], ...]
    right: tuple[int, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of a labelled source: the reason, whether the speaker is right, and how probable that was.

    ``probability`` is None where there was no choice between candidates.
    """

    source: str
    reason: str
    right: bool
    probability: float | None
    shown: str


def _given(document: Document) -> tuple[object, ...]:
    """What the extraction hands to the resolver for an article."""
    handed: list[tuple[object, ...]] = []
    own = vars(engine)["resolve"]

    def hand(*given: object, **observed: object) -> object:
        handed.append(given)
        return own(*given, **observed)

    vars(engine)["resolve"] = hand  # for this call
    try:
        engine.extract(document)
    finally:
        vars(engine)["resolve"] = own
    return handed[0][:7]  # without who looks on


def of_polnear(shared: Path) -> Iterator[Labelled]:
    """The articles of which people said who each source is, but those that are kept for validation."""
    sys.path.insert(0, str(shared / "evaluation"))
    same = import_module("speakers").same
    polnear = shared / "polnear"
    without = {
        name
        for file in ("speakers-validation.txt", "validation.txt")
        for name in (polnear / file).read_text(encoding="utf-8").split()
    }
    for path in sorted((polnear / "speakers").glob("*.tsv")):
        if path.stem in without:
            continue
        labels = []
        for line in path.read_text(encoding="utf-8").splitlines():
            start, end, _, speaker, kind = line.split("\t")[:5]
            if kind not in ("generic", "unclear"):
                right = _by_yardstick(same, speaker, kind)
                labels.append(Label(Span(int(start), int(end)), right, speaker))
        document = read_path(str(polnear / "train" / "text" / f"{path.stem}.txt"))
        yield Labelled("PolNeAR", path.stem, path.stem, document, _given(document), tuple(labels))


def _by_yardstick(
    same: Callable[[str, str, str, str], bool], speaker: str, kind: str
) -> Callable[[str, str], bool]:
    return lambda name, description: same(speaker, kind, name, description)


def _by_name(expected: str) -> Callable[[str, str], bool]:
    return lambda name, _: plain_name(name) == plain_name(expected)


def _by_words(expected: str) -> Callable[[str, str], bool]:
    """Of a speaker without a name: all words of one name are in the other, as the corpus is checked."""
    wanted = set(plain_name(expected).split())

    def is_right(name: str, _: str) -> bool:
        found = set(plain_name(name).split())
        return bool(found) and (found <= wanted or wanted <= found)

    return is_right


def of_corpus(folder: Path) -> Iterator[Labelled]:
    """The quotes that the corpus expects, with their speakers; of no story that is there to measure."""
    for story in load(folder):
        if (story.group or "").startswith("unseen"):
            continue
        for version in story.versions:
            named = (SpeakerKind.PERSON, SpeakerKind.ORGANIZATION)
            right = {
                s.key: _by_name(s.name) if s.kind in named else _by_words(s.name) for s in version.speakers
            }
            shown = {s.key: s.name for s in version.speakers}
            labels = {
                Span(q.source.spans[0].start, q.source.spans[-1].end): q.speaker
                for q in version.quotes or ()
                if q.source is not None and q.speaker is not None and not q.inherited
            }
            document = read_path(str(version.path))
            yield Labelled(
                "corpus",
                f"{story.slug}/{version.name}",
                f"corpus/{story.slug}",
                document,
                _given(document),
                tuple(Label(span, right[labels[span]], shown[labels[span]]) for span in sorted(labels)),
            )


def written() -> Iterator[Labelled]:
    """The stories written for it, whose sources are marked."""
    sys.path.insert(0, str(ROOT / "tests"))
    cases, marked = import_module("casefiles"), import_module("test_speakers").unmarked
    for number, parameters in enumerate(cases.read_cases("speakers")):
        (case,) = parameters.values
        document, sources = marked(case.article)
        doc = annotate(document)
        quoted = [doc.quoted[k].span for k in doc.outer]
        labels = tuple(
            Label(source.spans[0], _by_name(row[0]), row[0])
            for source, row in zip(sources, case.rows, strict=True)
        )
        given = (document, doc.tokens, doc.sentences, quoted, sources, doc.places, doc.namesakes)
        yield Labelled("written", f"case {number}", f"case {number}", document, given, labels)


def invented() -> Iterator[Labelled]:
    """The stories of ``stories.md``: what the extraction finds in them."""
    text = (Path(__file__).parent / "stories.md").read_text(encoding="utf-8")
    for block in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title, _, body = block.partition("\n")
        labels, copy = [], ""
        for part in re.split(r"(\[[^|\]]+\|[^\]]+\])", body.strip() + "\n"):
            words, bar, name = part.strip("[]").partition("|") if part.startswith("[") else (part, "", "")
            if bar:
                begins = name.split()[0]
                common = not begins[0].isupper() or begins in _COMMON or begins.lower() in small_numbers()
                right = _by_words(name) if common else _by_name(name)
                labels.append(Label(Span(len(copy), len(copy) + len(words)), right, name))
            copy += words if bar else part
        document = read_bytes(copy.encode(), "story.txt")
        yield Labelled("invented", title.strip(), title.strip(), document, _given(document), tuple(labels))


def _label_of(labelled: Labelled) -> dict[int, Label]:
    """For each source of the article that is labelled, its label."""
    found: dict[int, Label] = {}
    sources: Sequence[link.SourceMention] = labelled.given[4]  # type: ignore[assignment]  # its fifth argument
    for label in labelled.labels:
        for k, source in enumerate(sources):
            if any(s.overlap(label.span) > _HALF * min(s.width, label.span.width) for s in source.spans):
                found.setdefault(k, label)
                break
    return found


def examine(labelled: Labelled) -> tuple[list[Example], list[Outcome]]:
    """The choices that the resolver makes in an article, and what becomes of the labelled sources."""
    document, tokens, sentences, quoted, sources, places, namesakes = labelled.given
    cited = [span for source in sources for span in source.spans]  # type: ignore[attr-defined]  # likewise
    decisions: list[link.Decision] = []
    linker = link.Linker(
        Article(document, tokens, sentences, quoted, places, namesakes, cited),  # type: ignore[arg-type]  # resolve's arguments
        sources,  # type: ignore[arg-type]  # likewise
        decisions.append,
    )
    resolution = linker.run()
    labels = _label_of(labelled)
    by_id = {s.id: s for s in resolution.speakers}
    outcomes = []
    for k, label in labels.items():
        speaker = by_id.get(resolution.links[k] or "")
        right = speaker is not None and label.is_right(speaker.name, speaker.description or "")
        words = labelled.document.text[label.span.start : label.span.end]
        shown = (
            f"{labelled.name}: {words!r} is {speaker.name if speaker else 'nobody'!r}, not {label.expected!r}"
        )
        outcomes.append(
            Outcome(labelled.source, resolution.reasons[k], right, linker.probabilities[k], shown)
        )
    met = _met_under_labels(labels, linker)
    examples = [
        _example(labelled.source, linker, d, labels[d.source], met)
        for d in decisions
        if d.depth == 1 and d.source in labels
    ]
    return [e for e in examples if len(e.options) > 1 and e.right], outcomes


def _met_under_labels(labels: dict[int, Label], linker: link.Linker) -> dict[int, dict[int, str]]:
    """For each speaker without a name, by id: who the labels say that its sources are, by source."""
    met: dict[int, dict[int, str]] = {}
    for k, label in labels.items():
        e = linker.links[k]
        if e is not None and not e.named:
            met.setdefault(id(e), {})[k] = label.expected
    return met


def _example(
    source: str, linker: link.Linker, decision: link.Decision, label: Label, met: dict[int, dict[int, str]]
) -> Example:
    def is_right(e: Entity) -> bool:
        e = linker.identified_as(e)
        others = {expected for k, expected in met.get(id(e), {}).items() if k != decision.source}
        return others == {label.expected} or label.is_right(e.name, link.description_of(e) or "")

    right = [k for k, c in enumerate(decision.candidates) if is_right(linker.entity_of(c))]
    form, a = decision.form, linker.article
    new = label.is_right(
        a.words_of(form.first, form.last if form.core == form.first else form.core),
        a.words_of(form.core, form.last),
    )
    met_before = form.determiner == "the" and any(decision.candidates[k].phrase is not None for k in right)
    if not form.pronoun and (
        (new and not met_before) or not right
    ):  # a pronoun hardly ever brings in somebody new
        right.append(len(decision.candidates))
    return Example(source, decision.sort, (*decision.features, decision.new), tuple(right))
