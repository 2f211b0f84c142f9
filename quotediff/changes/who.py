"""To whom the words are credited: tests of presence give QD202 and QD203, a table the rest.

The rest are QD201, QD204, QD205, QD207 and QD213.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from quotediff.align.words import edits
from quotediff.changes.context import LIKELY_SPEAKER, ComparisonContext, Credited, QuotePair
from quotediff.changes.facts import AttributionFacts, Basis, Presence
from quotediff.changes.messages import name_of
from quotediff.changes.registry import Finding, change
from quotediff.changes.relation import Relation, are_bodies_apart
from quotediff.changes.sides import NOTHING, PairSide
from quotediff.excerpts import bracketed, excerpt
from quotediff.identity import definite_role, has_name, is_pronoun, name_words
from quotediff.model import Severity
from quotediff.text.spans import Span

_CODE_OF: Mapping[tuple[Relation, Basis], str] = MappingProxyType(
    {
        (Relation.OTHER, Basis.STATED): "QD201",
        (Relation.OTHER, Basis.ANTECEDENT): "QD213",
        (Relation.ANONYMIZED, Basis.STATED): "QD204",
        (Relation.ANONYMIZED, Basis.RESTATED): "QD204",
        (Relation.ANONYMIZED, Basis.ANTECEDENT): "QD213",
        (Relation.NAMED, Basis.STATED): "QD205",
        (Relation.NAMED, Basis.RESTATED): "QD205",
        (Relation.NAMED, Basis.ANTECEDENT): "QD213",
        (Relation.GENERALIZED, Basis.STATED): "QD207",
        (Relation.GENERALIZED, Basis.ANTECEDENT): "QD213",
        (Relation.MIXED, Basis.STATED): "QD201",
        (Relation.MIXED, Basis.ANTECEDENT): "QD213",
        (Relation.REWORDED, Basis.STATED): "QD208",
    }
)
"""The code that is due for who the words are credited to; nothing is where there is no row.

There is none for the same speaker and none for an unchanged basis. A source that is carried on in one version
and stated in the other is another's only if it is lost or gained (``Presence``).
"""

_OF_SURE_SPEAKERS = frozenset({"QD201"})
"""Due only where both speakers are surely right; a name that gave way to none matters whosever it was."""


def is_due(facts: AttributionFacts, code: str) -> bool:
    """Whether a code is due for who the words are credited to."""
    due = _CODE_OF.get((facts.relation, facts.basis))
    if due not in _OF_SURE_SPEAKERS:
        return due == code
    sure = facts.pair.sure and (facts.pair.speakers_are_sure or _are_bodies_apart(facts))
    if _are_nameless(facts.pair) and (not sure or facts.pair.is_rewritten):
        return code == "QD208"  # in a lead put in other words another noun may well mean the same people
    return sure and due == code


def _are_bodies_apart(facts: AttributionFacts) -> bool:
    """Whether two bodies are the sources, by their nouns or as both versions have both; both likely right."""
    sides, both = (facts.pair.before, facts.pair.after), facts.both
    if both is None:
        return False
    if min(side.speaker_confidence for side in sides) < LIKELY_SPEAKER:
        return False
    return are_bodies_apart(both.old_speaker, both.new_speaker) or _have_both(facts.pair.context, both)


def _have_both(context: ComparisonContext, both: Credited) -> bool:
    """Whether the new version has the old speaker, too, and the old version the new one."""
    return all(
        context.identity.counterparts(speaker, of_old=of_old)
        for speaker, of_old in ((both.old_speaker, True), (both.new_speaker, False))
    )


def _are_nameless(pair: QuotePair) -> bool:
    """Whether both versions state a source by nouns alone: *the ministry*, *security sources*."""
    return all(map(_is_nameless, (pair.before, pair.after)))


def _is_nameless(side: PairSide) -> bool:
    if side.source is NOTHING or side.speaker is None:
        return False
    return not (is_pronoun(side.source.text) or has_name(side.speaker))


@change("QD202", "attribution-removed", Severity.ERROR)
def attribution_removed(facts: AttributionFacts) -> Finding | None:
    """The words stay and their source is gone: what somebody said now reads as a fact.

    Where the words are no quote any more, the finding points to where they stand in the new version.

    Why it matters:
        AP asks that information that is not known first hand be attributed, in the same sentence. Losing "X
        said" turns a claim into the agency's own statement, without a trace.

    Example:
        old: The mine has been pumped dry, the operator said on Friday.
        new: The mine has been pumped dry.
    """
    pair = facts.pair
    if facts.presence is not Presence.LOST:
        return None
    if pair.found is None:
        return facts.of_sources(f"{facts.excerpt} lost its source{_named(pair.before.name)}")
    return _of_found_words(pair, pair.found.span, _is_no_longer_its_own(pair, pair.found.span))


def _is_no_longer_its_own(pair: QuotePair, span: Span) -> str:
    """What a message says of old words that are no quote of their own in the new version."""
    who = f", which {pair.before.name} said," if pair.before.name else ""
    return f"{excerpt(pair.context.new.extract, [span])}{who} now stands {_place_of(pair)}"


def _of_found_words(pair: QuotePair, span: Span, message: str) -> Finding:
    """A finding on a quote of one version whose words, in the other, are no quote of their own."""
    found = pair.other.version.extract.document.text[span.start : span.end]
    texts = pair.by_version(pair.side.text, found)
    spans = pair.by_version(pair.side.spans, (span,))
    old_span, new_span = pair.by_version(pair.side.span, span)
    return Finding(
        message,
        old=pair.before.id,
        new=pair.after.id,
        old_span=old_span,
        new_span=new_span,
        edits=edits(*texts, *spans),
        key=pair.key,
    )


@change("QD203", "attribution-added", Severity.NOTE)
def attribution_added(facts: AttributionFacts) -> Finding | None:
    """Words that stood unattributed now have a source.

    Why it matters:
        What was stated as a fact is now somebody's word, which is mostly for the better.

    Example:
        old: The mine has been pumped dry.
        new: The mine has been pumped dry, the operator said on Friday.
    """
    pair = facts.pair
    if facts.presence is not Presence.GAINED:
        return None
    message = f"{facts.excerpt} now has a source{_named(pair.after.name)}"
    if pair.found is None:
        return facts.of_sources(message)
    return _of_found_words(pair, pair.found.span, message)


def _place_of(pair: QuotePair) -> str:
    """How a message says where the words of a quote are in the other version: among whose, if anybody's."""
    found = pair.found_in_quote
    speaker = pair.other.compared.speaker_of(found.speaker) if found is not None else None
    return "without its source" if speaker is None else f"among the words of {name_of(speaker)}"


def _named(name: str) -> str:
    return f", {name}" if name else ""


@change("QD204", "source-anonymized", Severity.ERROR)
def source_anonymized(facts: AttributionFacts) -> Finding | None:
    """A named source became unnamed.

    Why it matters:
        AP grants anonymity only for information, not opinion, that is vital and cannot be had otherwise,
        and says why. A name may go to keep a promise to a source, or because of a doubt about one. The desk
        should know which.

    Example:
        old: "The reactor was never inspected," said Maria Lopez, an engineer at the plant.
        new: "The reactor was never inspected," said an engineer at the plant who asked not to be named.
    """
    if not is_due(facts, "QD204") or any(is_known(facts.pair) for is_known in _STILL_KNOWN):
        return None
    a, b = facts.names
    return facts.of_sources(f"{a} is now {bracketed(b)} as the source of {facts.excerpt}")


def _may_refer_back(pair: QuotePair) -> bool:
    """Whether the new source points back, *it* or *the doctor*, and who was named still is quoted."""
    source, speaker = pair.after.source.text, pair.before.speaker
    if speaker is None or not (is_pronoun(source) or definite_role(source)):
        return False
    return bool(pair.context.identity.counterparts(speaker, of_old=True))


def _is_still_named(pair: QuotePair) -> bool:
    """Whether the name stands right behind the new source: *its president, Ann Poe*."""
    spans, name = pair.after.source.spans, name_words(pair.before.name)
    if not spans:
        return False
    version = pair.after.version
    first, _ = version.between(spans[-1].end, spans[-1].end)
    return tuple(word.norm for word in version.words[first : first + len(name)]) == name


_STILL_KNOWN = (_may_refer_back, _is_still_named)
"""How a reader still knows whom a source without a name means."""


@change("QD201", "speaker-changed", Severity.ERROR)
def speaker_changed(facts: AttributionFacts) -> Finding | None:
    """The same words are now credited to somebody else.

    Of a paraphrase also where one of the versions has its words among those of another.

    Why it matters:
        One of the two versions puts words in a person's mouth. No error in a story is graver for those it
        names.

    Example:
        old: "We had no warning at all," shopkeeper Nadia Amin said.
        new: "We had no warning at all," shopkeeper Peter Voss said.
    """
    if facts.presence is Presence.PASSED_ON and facts.pair.found is not None:
        return _changed_hands(facts.pair, facts.pair.found.span)
    if not is_due(facts, "QD201"):
        return None
    a, b = facts.names
    return facts.of_sources(f"{facts.excerpt} was said by {a}, now by {b}")


def _changed_hands(pair: QuotePair, span: Span) -> Finding:
    """A finding on a paraphrase of one speaker that is among the words of another in one version."""
    if pair.before.quotes:
        return _of_found_words(pair, span, _is_no_longer_its_own(pair, span))
    message = f"{pair.after.excerpt}, which stood {_place_of(pair)}, is now said by {pair.after.name}"
    return _of_found_words(pair, span, message)


@change("QD213", "antecedent-changed", Severity.WARNING)
def antecedent_changed(facts: AttributionFacts) -> Finding | None:
    """The attribution is the same, but its "he" now means somebody else: a sentence before it changed.

    Why it matters:
        Nobody touched the attribution, so nobody looked at it. Reuters asks to name the speaker again
        wherever the source is not plain.

    Example:
        old: Owner Max Reed met tenant Paul Orr. ¶ Orr left early. ¶ "I want my money back," he said.
        new: Owner Max Reed met the press. ¶ "I want my money back," he said.
    """
    if not is_due(facts, "QD213"):
        return None
    a, b = facts.names
    source = facts.pair.after.source.text
    what = bracketed(source) if source else "the source carried on"
    return facts.of_sources(f"{what} after {facts.excerpt} now points at {b}, no longer at {a}")


@change("QD207", "source-generalized", Severity.WARNING)
def source_generalized(facts: AttributionFacts) -> Finding | None:
    """A person became the organization or group, or back; or a body became the statement it made.

    A spokeswoman without a name stands for her company, too.

    Why it matters:
        A person can be asked and held to what was said; an organization speaks with a care that a person did
        not.

    Example:
        old: The line will close for a month, said Jo Grant, a spokeswoman for Northern Rail.
        new: The line will close for a month, Northern Rail said.
    """
    if not is_due(facts, "QD207"):
        return None
    a, b = facts.names
    return facts.of_sources(f"{a} became {b} as the source of {facts.excerpt}")


@change("QD205", "source-named", Severity.NOTE)
def source_named(facts: AttributionFacts) -> Finding | None:
    """An unnamed source became named.

    Why it matters:
        The reader knows more. Check that the name was meant for print.

    Example:
        old: "The reactor was never inspected," said an engineer at the plant who asked not to be named.
        new: "The reactor was never inspected," said Maria Lopez, an engineer at the plant.
    """
    if not is_due(facts, "QD205"):
        return None
    a, b = facts.names
    return facts.of_sources(f"{bracketed(a)} is now {b} as the source of {facts.excerpt}")
