"""Who the sources are: mentions to speakers, over the whole article.

Sources are taken in text order. A name is whose the register says; several are those of their parts; for any
other source ``candidates.py`` proposes who may be meant, ``features.py`` bars those who cannot be and
describes the rest, and the one with the most weight is the speaker, or somebody new if that weighs more.

Linear in the tokens and the sources: the candidates of each source are bounded.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from functools import cache, cached_property
from math import exp, log

from quotediff.extraction.names import TITLE, name_words
from quotediff.extraction.speakers.anonymity import note_anonymity
from quotediff.extraction.speakers.authors import find_authors
from quotediff.extraction.speakers.candidates import (
    SpeakerCandidate,
    author_of,
    body_of,
    nth_unnamed,
    propose,
    relative_of,
    statements_around,
)
from quotediff.extraction.speakers.features import (
    complement,
    features,
    features_of_new,
    is_nation,
    names_one_person,
    possible,
    source_facts,
    source_sort,
)
from quotediff.extraction.speakers.kinds import kind_of
from quotediff.extraction.speakers.late_links import LinkState, link_late_names
from quotediff.extraction.speakers.register import PERSONS_OR_BODIES, Article, Entity
from quotediff.extraction.speakers.salience import SalienceModel
from quotediff.extraction.speakers.source_phrase import (
    ARTICLES,
    SourcePhrase,
    heads_phrase,
    noun_phrase,
    parse_source,
    phrase_start,
)
from quotediff.lang.lexicon import rows, word_list, word_map
from quotediff.lang.nouns import (
    is_first_person,
    is_plural,
    kin_of,
    noun_of,
    opposed_roles,
    person_nouns,
    pronoun_sex,
    pronouns,
    role_noun,
    singular,
    small_words,
)
from quotediff.limits import (
    MAX_LINK_DEPTH,
    MAX_NOUN_BEARERS,
    WINDOW_ADDRESSEE_TOKENS,
    WINDOW_INTRODUCTION_TOKENS,
)
from quotediff.model import Document, Role, Speaker, SpeakerKind
from quotediff.text.data import read_data
from quotediff.text.sentences import Sentence
from quotediff.text.spans import Span
from quotediff.text.tokens import Places, Token
from quotediff.values import dataclass

_BY_WHOM = frozenset({"through", "via"})  # a spokesman: no description
_FURTHER = word_list("further")
_OBJECT_PRONOUNS = frozenset({"him", "her"})
_COMPARED_AGES = word_list("compared_ages")
_POSSESSIVES = word_list("possessives")
_MIN_DESCRIPTION = 8  # letters from which on it is no abbreviation
_KIN_OF_FIRMS = frozenset({"company"})  # kin
_LEAST_PROBABLE = 1e-4
_KIND_OF_NOUN = {"person": SpeakerKind.PERSON, "organization": SpeakerKind.ORGANIZATION}


@dataclass(frozen=True, slots=True)
class SourceMention:
    """One source to resolve.

    ``spans`` is the source as attributed, empty where none is stated; ``sentence`` an index into the
    sentences; ``cue`` the words of saying; ``contents`` the words said.
    """

    spans: tuple[Span, ...]
    sentence: int
    cue: Span | None
    contents: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who the sources are.

    ``speakers`` have ids s1, s2, ... in order of first mention. ``links``, ``reasons`` and ``confidences``
    run parallel to the sources: the speaker's id, or None; why; and how sure that is, 0 to 1.
    """

    speakers: tuple[Speaker, ...]
    links: tuple[str | None, ...]
    reasons: tuple[str, ...]
    confidences: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice between candidates: the form, its sort, the candidates, and the features of each.

    ``new`` are the features of somebody not met before; ``source`` is the index of the source at hand, and
    ``depth`` is 1 for the whole source, more for a part of it. ``words`` and ``shown`` are the copy of the
    source and of each candidate, somebody new last; ``start`` and ``end`` are code points.
    """

    form: SourcePhrase
    sort: str
    candidates: tuple[SpeakerCandidate, ...]
    features: tuple[list[str], ...]
    new: list[str]
    source: int
    depth: int
    start: int
    end: int
    words: str
    shown: tuple[str, ...]

    def options(self) -> list[tuple[float, str, list[tuple[str, float]]]]:
        """Each candidate with its score and its features, the heaviest first; the first candidate won."""
        every = zip(self.shown, (*self.features, self.new), strict=True)
        options = []
        for shown, found in every:
            parts = [(name, score(self.sort, (name,))) for name in found]
            parts.sort(key=lambda part: -abs(part[1]))
            options.append((score(self.sort, found), shown, parts))
        return sorted(options, key=lambda option: -option[0])


@cache
def weights() -> dict[str, float]:
    """The fitted weight of each feature, for one sort of source (*he rank=1*) and for all (*rank=1*).

    Besides, ``slope``, ``constant`` and *constant own*, for somebody new, make a confidence of a choice's
    probability, and *right=name* and the like say how often what is no choice was right.
    """
    text = read_data("quotediff.extraction.speakers", "model", "weights.txt").decode("utf-8")
    rows = (line.rsplit(" | ", 1) for line in text.splitlines())
    return {name: float(weight) for name, weight in rows}


def score(sort: str, found: Sequence[str]) -> float:
    """The weight of all features that hold of a candidate."""
    table = weights()
    return sum([table.get(name, 0.0) + table.get(f"{sort} {name}", 0.0) for name in found])


def confidence_of(reason: str, probability: float | None) -> float:
    """How sure a link is, 0 to 1: by the probability of the one chosen, or by the reason if none was."""
    table = weights()
    if probability is None:
        return round(table.get(f"right={reason}", 1.0), 3)
    p = min(max(probability, _LEAST_PROBABLE), 1 - _LEAST_PROBABLE)
    odds = table.get("slope", 1.0) * log(p / (1 - p)) + table.get("constant", 0.0)
    odds += table.get(f"constant {reason}", 0.0)
    return round(1 / (1 + exp(-odds)), 3)


def _reason(source: SourcePhrase, chosen: SpeakerCandidate) -> str:
    return "pronoun" if pronoun_sex(source.pronoun) else min(chosen.proposers)


def resolve(  # noqa: PLR0913, PLR0917 - the parts of an article, none of which holds another
    document: Document,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    quoted: Sequence[Span],
    sources: Sequence[SourceMention],
    places: Places,
    namesakes: Collection[int],
    observe: Callable[[Decision], None] | None = None,
) -> Resolution:
    """Links every source to a speaker.

    Args:
        document: the article.
        tokens: of all its paragraphs, in text order.
        sentences: over the same tokens.
        quoted: ranges between quotation marks, anywhere, in text order.
        sources: what is to be resolved, in any order.
        places: where each folded word stands among the tokens.
        namesakes: the tokens that are a person's name though they are a word as well.
        observe: is handed every choice between candidates, as it is made.
    """
    if not tokens:
        return Resolution((), (None,) * len(sources), ("",) * len(sources), (0.0,) * len(sources))
    cited = [span for source in sources for span in source.spans]
    article = Article(document, tokens, sentences, quoted, places, namesakes, cited)
    return Linker(article, sources, observe).run()


class Linker(SalienceModel):
    """Takes the sources in text order through the rules."""

    def __init__(
        self,
        article: Article,
        sources: Sequence[SourceMention],
        observe: Callable[[Decision], None] | None = None,
    ) -> None:
        super().__init__(article)
        self.authors = find_authors(article, self.register)
        self.observe = observe
        self.sources = sources
        self.described: dict[tuple[str, ...], Entity] = {}  # by the words of the phrase, the latest
        self.together: dict[frozenset[int], Entity] = {}
        self.by_end: dict[int, Entity] = {}  # of a source, by the token behind it
        self.links: list[Entity | None] = [None] * len(sources)
        self.reasons = [""] * len(sources)
        self.probabilities: list[float | None] = [None] * len(sources)  # of those chosen among several
        self.ranges = [[article.token_range(span) for span in s.spans] for s in sources]
        self.order = sorted(range(len(sources)), key=self._at)
        self.said = sorted((span.start, span.end, k) for k, s in enumerate(sources) for span in s.contents)
        self.by_first: dict[int, Entity] = {}  # of a source, by its first token
        self.named: dict[int, Entity] = {}  # who was described, by id, and is named later
        self.current = -1
        self.spoken_of_before: set[int] = set()  # whom words without marks before the source name
        self.says_more = False  # whether the source at hand says something besides: "also said", "added"
        self.addressed: tuple[Entity | None, str] = None, ""  # whom the last to speak asked or told
        self._named_most: Entity | None = None
        self._last_spoken: tuple[int, Entity] | None = None
        self._owners: dict[tuple[int, int], Entity] = {}
        self._probability: dict[tuple[int, int], float] = {}  # of choices, by the tokens of the source
        self._became: dict[int, Entity] = {}
        self._linking: list[tuple[int, int, str]] = []  # what is being linked, for the sake of the last

    def _at(self, k: int) -> int:
        """Where source ``k`` comes in the article: its first token, or its contents' where it has none."""
        if self.ranges[k]:
            return self.ranges[k][0][0]
        contents = self.sources[k].contents
        return bisect_left(self.article.starts, contents[0].start) if contents else 0

    def run(self) -> Resolution:
        """Meets all names, pronouns and sources in text order, then settles what needs the whole."""
        a = self.article
        later = []
        for at, what, number in self._agenda():
            if what == 0:
                self.meet_name(a.names[number])
            elif what == 2:
                self.meet_pronoun(at)
            elif what == 3:
                self.meet_noun(at)
            elif self._is_said_by_another(number, at):
                later.append(number)  # whose words these are is known only when all are
            else:
                self._resolve(number)
        for n in later:
            self._resolve(n)
        found = [(self.ranges[k][:1], self.links[k]) for k in self.order]
        note_anonymity(a, [(*r, e) for ranges, e in found if e is not None for r in ranges])
        self._link_late_names()
        return self._resolution()

    def _is_said_by_another(self, k: int, at: int) -> bool:
        """Whether source ``k``, at token ``at``, is an *I* or a *my* within what somebody else says."""
        if not (self.ranges[k] and is_first_person(self.article.norms[at])):
            return False
        self.current = k
        return next(statements_around(self, at), None) is not None

    def _agenda(self) -> list[tuple[int, int, int]]:
        """All names (0), sources (1), other pronouns (2) and nouns for a person (3) in text order.

        Of each the token, which it is, and its number.
        """
        a = self.article
        own = {i for ranges in self.ranges for first, last in ranges for i in range(first, last)}
        agenda = [(self._at(k), 1, k) for k in self.order]
        agenda.extend((m.first, 0, n) for n, m in enumerate(a.names) if m.kind != TITLE)
        agenda.extend((i, 2, i) for i in a.places_of(_gendered()) if not a.inside[i] and i not in own)
        taken = own.union(*(range(m.first, m.last) for m in a.names))
        agenda.extend(
            (place, 3, place)
            for place in a.places_of(person_nouns())
            if not a.inside[place] and place not in taken
        )
        return sorted(agenda)

    def _link_late_names(self) -> None:
        """Gives those who were described first the names that the story gives them further on."""
        a = self.article
        contents = [[a.token_range(span) for span in source.contents] for source in self.sources]
        before = {k: e for k, e in enumerate(self.links) if e is not None}
        reasons = list(self.reasons)
        state = LinkState(
            a, self.register, self.ranges, contents, self.order, dict(before), self.reasons, self.named
        )
        link_late_names(state)
        for source, described in before.items():
            self.links[source] = self._became[id(described)] = state.links[source]
            if self.reasons[source] != reasons[source]:
                self.probabilities[source] = None

    def _resolve(self, k: int) -> None:
        """Links source ``k``."""
        a = self.article
        self.current = k
        source = self.sources[k]
        self.contents = [a.token_range(s) for s in source.contents]
        self.spoken_of, self.spoken_of_before = self._named_in_contents(self._at(k))
        cue = self._cue_range(source)
        self.says_more = not _FURTHER.isdisjoint(a.norms[slice(*cue)])
        if not self.ranges[k]:
            self.links[k] = e = self._inherited(source)
            self.reasons[k] = "inherited" if e is not None else ""
            return
        first, last = self.ranges[k][0]
        if first >= last:
            return
        form = parse_source(a, first, last)
        if form.name is not None and form.name.first in self.register.unclear:
            return  # one of two, and the copy does not tell which
        e, reason = self.link(form)
        self.probabilities[k] = self._probability.get((form.first, form.last))
        self.spoken_of = self.spoken_of_before = set()
        self.says_more = False
        self.links[k], self.reasons[k] = e, reason
        self.by_end[last] = self.by_first[first] = e
        named = any(self.register.of_name.get(m.first) is e for m in a.names_in(first, last))
        if not named:
            e.mentions.extend(source.spans)
        e.spoke = True
        self._last_spoken = (first, e)
        self.addressed = self._addressee(e, cue, max(last, cue[1]))
        if reason != "speaker-around":
            self.meet_source(first, e)

    def _cue_range(self, source: SourceMention) -> tuple[int, int]:
        """The tokens of the words of saying; none where there are none."""
        return (0, 0) if source.cue is None else self.article.token_range(source.cue)

    def _addressee(self, speaker: Entity, cue: tuple[int, int], at: int) -> tuple[Entity | None, str]:
        """Whom a source asked or told, behind token ``at``, and which of the two, or empty."""
        a = self.article
        addressing = word_map("addressing_verbs")
        verb = next((addressing[n] for n in a.norms[slice(*cue)] if n in addressing), "")
        if not verb or at >= len(a.tokens):
            return None, ""
        other = self._other_one(speaker, at)
        if other is not None:
            self.objects[at] = other
            return other, verb
        end = min(at + WINDOW_ADDRESSEE_TOKENS, a.sentences[a.sentence_of[at - 1]].last)
        named = (self.register.person_at(m.first) for m in a.names_in(at, end) if not a.inside[m.first])
        return next((e for e in named if e is not None), None), verb

    def _other_one(self, speaker: Entity, at: int) -> Entity | None:
        """Whom *him* or *her* at token ``at`` means: the foremost but the speaker; not of “her sister”."""
        a = self.article
        if a.norms[at] not in _OBJECT_PRONOUNS:
            return None
        behind = a.norms[at + 1]
        if a.norms[at] == "her" and behind[:1].isalpha() and behind not in a.words.closed:
            return None
        persons = (e for e, _ in self.by_salience(pronoun_sex(a.norms[at]), at))
        return next((e for e in persons if e is not speaker), None)

    def _named_in_contents(self, at: int) -> tuple[set[int], set[int]]:
        """Whom the words of the source at token ``at`` name, by id: hardly the one who says them.

        Apart whom words without marks before the source name, as a statement's beginning is unsure there.
        """
        a = self.article
        sure: set[int] = set()
        unsure: set[int] = set()
        for first, last in self.contents:
            for name in a.names_in(first, last):
                e = self.register.of_name.get(name.first)
                if e is None or a.is_possessive(name.last):
                    continue
                sign = e.kind is SpeakerKind.PERSON and a.norms[name.first - 1] in ARTICLES  # "a Poe sign"
                if not sign:
                    (sure if name.first > at or a.inside[name.first] else unsure).add(id(e))
        return sure, unsure

    def link(self, source: SourcePhrase) -> tuple[Entity, str]:
        """Who a form means, and why: ``name``, ``joint``, ``own`` (somebody new), or who proposed it.

        A phrase that leads to itself, or from phrase to phrase without end, is somebody of its own.
        """
        key = source.first, source.last, source.pronoun
        if key in self._linking or len(self._linking) == MAX_LINK_DEPTH:
            return self.new_entity(source), "own"
        self._linking.append(key)
        try:
            return self._linked(source)
        finally:
            self._linking.pop()

    def _linked(self, source: SourcePhrase) -> tuple[Entity, str]:
        if source.parts:
            return self.join([self.link(part)[0] for part in source.parts]), "joint"
        for reason, find in _CERTAIN_RULES:
            e = find(self, source)
            if e is not None:
                return e, reason
        if source.name is not None:  # "the Brazilian", whom the register does not take for a name
            source = noun_phrase(self.article, source)
        return self._chosen(source)

    def _chosen(self, source: SourcePhrase) -> tuple[Entity, str]:
        """The candidate with the most weight, or somebody new."""
        candidates = [c for c in propose(self, source) if possible(self, source, c)]
        sort = source_sort(self.article, source)
        asked = source_facts(self, source, candidates)
        described = [features(self, asked, c) for c in candidates]
        new = features_of_new(self, asked)
        scores = [score(sort, d) for d in described]
        scores.append(score(sort, new))
        best = max(range(len(scores)), key=lambda k: (scores[k], k))
        odds = [exp(score - scores[best]) for score in scores]
        if candidates:
            self._probability[source.first, source.last] = 1.0 / sum(odds)
        if self.observe is not None:
            self.observe(self._decision(source, sort, candidates, described, new))
        if best == len(candidates):
            return self.new_entity(source), "own"
        chosen = candidates[best]
        e = self.entity_of(chosen)
        self._record_description(e, source)
        return e, _reason(source, chosen)

    def _decision(
        self,
        source: SourcePhrase,
        sort: str,
        candidates: Sequence[SpeakerCandidate],
        described: Sequence[list[str]],
        new: list[str],
    ) -> Decision:
        a = self.article
        return Decision(
            source,
            sort,
            tuple(candidates),
            tuple(described),
            new,
            self.current,
            len(self._linking),
            a.starts[source.first],
            a.tokens[source.last - 1].end,
            a.words_of(source.first, source.last),
            (*map(self._shown, candidates), "somebody new"),
        )

    def _shown(self, candidate: SpeakerCandidate) -> str:
        if candidate.entity is not None:
            return candidate.entity.name
        if candidate.phrase is not None:
            return self.article.words_of(candidate.phrase.first, candidate.phrase.last)
        return ", ".join(e.name for e in candidate.members)

    def entity_of(self, candidate: SpeakerCandidate) -> Entity:
        """The somebody that a candidate is."""
        if candidate.phrase is not None:
            return self.link(candidate.phrase)[0]
        return candidate.entity or self.join(candidate.members)

    def _record_description(self, entity: Entity, source: SourcePhrase) -> None:
        """Keeps what a source tells of whom it was linked to: the gender, and a fuller description."""
        gender = pronoun_sex(source.pronoun)
        if entity.kind_is_guess and (gender or names_one_person(self.article, source)):
            entity.kind, entity.kind_is_guess = SpeakerKind.PERSON, False
        if not (entity.gender or entity.plural):
            entity.gender = gender
        if is_nation(self.article, source.head):
            entity.traits.add(source.head)  # "the Dane" is no Brazilian
        if source.head in opposed_roles():
            self.register.add_noun(entity, source.head)  # who is the incumbent is not the challenger
        if source.pronoun or entity.named:
            return
        has_complement = entity.kind is SpeakerKind.DOCUMENT and complement(self, source)
        fuller = source.core - source.first > len(entity.name.split())
        if fuller and (has_complement or self._is_brief(entity)):
            entity.name = self.article.words_of(source.first, source.core)
        elif source.last > source.core or complement(self, source):
            entity.descriptions.append(self.article.words_of(source.first, source.last).strip(" ,—–-()"))

    def _is_brief(self, entity: Entity) -> bool:
        """Whether somebody without a name is called by the words of a headline, which are few."""
        a = self.article
        if not entity.mentions:
            return False
        sentence = a.sentence_of[bisect_left(a.starts, entity.mentions[0].start)]
        return a.document.paragraphs[a.paragraph_of[sentence]].role is Role.HEADLINE

    def identified_as(self, entity: Entity) -> Entity:
        """Who somebody described turned out to be, when all was read."""
        return self._became.get(id(entity), entity)

    # -- the headline and the lead, which say first what somebody named says further on

    def in_lead(self, at: int) -> bool:
        """Whether token ``at`` stands in the headline, the summary or the story's first paragraph."""
        starts = self.article.starts
        return at < len(starts) and starts[at] < self._lead_end  # marks alone may be a source

    @cached_property
    def _lead_end(self) -> int:
        body = [p.span.end for p in self.article.document.paragraphs if p.role is Role.BODY]
        return body[0] if len(body) > 1 else 0

    def owner_of(self, source: SourcePhrase) -> Entity:
        """Who owns what a form names; it must have an owner."""
        owner = source.owner if source.owner is not None else source
        key = owner.first, owner.last
        if key not in self._owners:
            author = author_of(self.article, source)
            self._owners[key] = self.link(owner)[0] if author is None else self._link_author(author)
        return self._owners[key]

    def _link_author(self, source: SourcePhrase) -> Entity:
        """Who a form means that tells of the author of something; not who tells of it."""
        e = self.link(source)[0]
        if self.article.inside[source.first] and e is self.last_spoken and not source.pronoun:
            return self.new_entity(source)
        return e

    def owned_key(self, source: SourcePhrase, owner: Entity) -> tuple[str, ...]:
        """What something owned is known by."""
        thing = self.article.words_of(source.owned, max(source.core, source.owned + 1))
        return ("'s", owner.name.lower(), thing.lower())

    def phrase_key(self, source: SourcePhrase) -> tuple[str, ...]:
        """The words of a noun phrase, folded, without the article."""
        return tuple(self.article.norms[source.first + (source.determiner in ARTICLES) : source.core])

    @property
    def last_spoken(self) -> Entity | None:
        """Who spoke last."""
        return self._last_spoken[1] if self._last_spoken is not None else None

    def _inherited(self, source: SourceMention) -> Entity | None:
        """Of a quote with no source: the last to speak in this paragraph or the one before."""
        if self._last_spoken is None:
            return None
        a = self.article
        at, e = self._last_spoken
        return e if a.paragraph_of[source.sentence] - a.paragraph_of[a.sentence_of[at]] <= 1 else None

    def named_most(self) -> Entity | None:
        """The person whom the article names most."""
        if self._named_most is None:
            persons = (e for e in self.register.entities if e.kind is SpeakerKind.PERSON and len(e.words) > 1)
            self._named_most = max(persons, key=lambda e: e.count, default=None)
        return self._named_most

    @cached_property
    def only_firm(self) -> Entity | None:
        """The one body named that may be a firm: no place, and called by no noun but a company's; or None."""
        firms = [e for e in self.register.entities if e.named and _may_be_firm(e)]
        return firms[0] if len(firms) == 1 else None

    # -- new speakers

    def join(self, members: Sequence[Entity]) -> Entity:
        """Several as one speaker; the same several are the same one."""
        key = frozenset(id(m) for m in members)
        if len(key) == 1:
            return members[0]
        e = self.together.get(key)
        if e is None:
            names = [m.name for m in members]
            name = ", ".join(names[:-1]) + " and " + names[-1]
            e = Entity(SpeakerKind.GROUP, name, (), named=True, plural=True, parts=tuple(members))
            self.together[key] = self.register.add(e)
        return e

    def new_entity(self, source: SourcePhrase) -> Entity:
        """Somebody not met before: unnamed, a group, a document."""
        a = self.article
        if source.pronoun:
            return self.unmentioned_speaker(source.pronoun)
        owned = self._owned(source)
        if owned is not None:
            return owned
        kind = kind_of(a, source)
        whole = source.core == source.first or (source.head == "one" and a.norms[source.core - 1] == "them")
        name = a.words_of(source.first, source.last if whole else source.core)
        e = Entity(kind, name, self.phrase_key(source), named=False, plural=source.plural)
        after = a.words_of(source.core, source.last).strip(" ,—–-()")
        if after:
            e.descriptions.append(after)
        return self.introduce(e, source.head)

    def _owned(self, source: SourcePhrase) -> Entity | None:
        """“Smith's campaign”: the campaign, by its owner's name; None for what nobody known owns."""
        if source.owner is None or source.owner.head in small_words("vague"):
            return None
        if source.head == "office" and source.owner.known.kind == "person":
            return None  # "the mayor's office" is a body, whoever is mayor
        owner = self.owner_of(source)
        if source.owner.pronoun in _POSSESSIVES and not (owner.named or owner.nouns):
            return None  # "her mother", of somebody unknown
        plural = source.plural
        kind = kind_of(self.article, source)
        if kind is SpeakerKind.UNNAMED and (plural or not source.known.kind):
            kind = SpeakerKind.GROUP
        mark = "'" if owner.name.endswith("s") else "'s"
        thing = self.article.words_of(source.owned, max(source.core, source.owned + 1))
        key = self.owned_key(source, owner)
        e = Entity(kind, f"{owner.name}{mark} {thing}", key, named=False, plural=plural)
        return self.introduce(e, source.head)

    def unmentioned_speaker(self, name: str) -> Entity:
        """A speaker of whom the copy tells nothing, whom no later "he" means: the writer, "many"."""
        e = self.described.get((name,))
        if e is None:
            e = Entity(SpeakerKind.UNNAMED, name, (name,), named=False, gender="n", sure=True)
            self.introduce(e, "")
        return e

    def introduce(self, entity: Entity, head: str) -> Entity:
        """Takes up somebody new who is called by the noun ``head``, or by none."""
        self.described[entity.words] = entity
        if head:
            self.register.add_noun(entity, singular(head))
            entity.take_gender(noun_of(head).gender, sure=True)
        return self.register.add(entity)

    def _resolution(self) -> Resolution:
        entities = list({id(e): e for e in self.links if e is not None}.values())
        entities.sort(key=lambda e: min(e.mentions, default=Span(0, 0)))
        ids = {id(e): f"s{n}" for n, e in enumerate(entities, 1)}
        labels = self._labels()
        return Resolution(
            tuple(
                Speaker(
                    ids[id(entity)],
                    _name_of(entity, labels.get(id(entity), ())),
                    entity.kind,
                    description_of(entity),
                    entity.anonymity,
                    tuple(sorted(set(entity.mentions))),
                )
                for entity in entities
            ),
            tuple(ids[id(e)] if e is not None else None for e in self.links),
            tuple(self.reasons),
            tuple(self._confidence(k) for k in range(len(self.sources))),
        )

    def _labels(self) -> dict[int, set[str]]:
        """For each speaker by identity, the labels that name it in a transcript."""
        labels: dict[int, set[str]] = {}
        for k, e in enumerate(self.links):
            if e is not None and self.is_label(k):
                labels.setdefault(id(e), set()).add(self.article.words_of(*self.ranges[k][0]))
        return labels

    def is_label(self, k: int) -> bool:
        """Whether a source stands right before a colon that is its cue."""
        cue, ranges, a = self.sources[k].cue, self.ranges[k], self.article
        if cue is None or a.text[cue.start : cue.end] != ":":
            return False
        return any(a.starts[last : last + 1] == [cue.start] for _, last in ranges[:1])

    def _confidence(self, k: int) -> float:
        """How sure the link of source ``k`` is; 0 where there is none."""
        if self.links[k] is None:
            return 0.0
        return confidence_of(self.reasons[k], self.probabilities[k])


@cache
def _gendered() -> frozenset[str]:
    """Pronouns that are of one gender: *he*, *hers*; not *himself*, which says nothing new."""
    return frozenset(filter(pronoun_sex, pronouns())) - word_list("reflexive_pronouns")


def _name(linker: Linker, source: SourcePhrase) -> Entity | None:
    """A name, whose short form it may be; keeps the descriptions beside it."""
    if source.name is None:
        return _name_in_small(linker, source)
    e = linker.register.of_name.get(source.name.first)
    if e is None:
        return None
    if e.kind is SpeakerKind.GROUP and len(e.words) == 1:
        bearers = linker.register.by_family.get(e.words[0].removesuffix("s"), ())
        if len(bearers) == 2 and frozenset(map(id, bearers)) in linker.together:
            return linker.join(bearers)  # "the Dalys"
    if source.apposed_noun and source.determiner == "the":
        _take_up_described(linker, source, e)
    kind = "" if source.apposed_noun in PERSONS_OR_BODIES else source.apposed_kind
    if e.kind in _KIND_OF_NOUN.values() and kind in _KIND_OF_NOUN and not e.gender:
        e.kind = _KIND_OF_NOUN[kind]
    _record_descriptions(source, e)
    if e.kind is SpeakerKind.PERSON:
        linker.register.add_person_noun(e, _noun_of_lead(linker, source, e))
        linker.register.add_titles(e, source.first, source.name.first)
    return e


def _name_in_small(linker: Linker, source: SourcePhrase) -> Entity | None:
    """Somebody whose name of several words stands here as a noun phrase that nobody owns."""
    key = linker.phrase_key(source)
    if len(key) < 2 or source.owner is not None:
        return None
    return linker.register.by_key.get(key)


def _record_descriptions(source: SourcePhrase, entity: Entity) -> None:
    """Keeps the descriptions that stand with a name as a source."""
    after, before = _cleaned(source.after), _cleaned(source.before)
    if after.isupper() and entity.kind is SpeakerKind.ORGANIZATION:
        after = ""  # its initials
    if after.split(" ", 1)[0] in _BY_WHOM:
        after = ""
    if entity.kind is SpeakerKind.GROUP or is_plural(before.rsplit(" ", 1)[-1].lower()):
        before = ""
    if before and after.startswith("of ") and entity.kind is SpeakerKind.PERSON:
        before, after = f"{before} {after}", ""
    entity.source_descriptions.extend(d for d in (after, before) if d and d not in entity.source_descriptions)


def _take_up_described(linker: Linker, source: SourcePhrase, entity: Entity) -> None:
    """“The adjuster, Jane Roe,”: if one unnamed was called so before, that was Jane Roe."""
    called = linker.register.by_noun.get(singular(source.apposed_noun), ())[-MAX_NOUN_BEARERS:]
    old = [x for x in called if x.may_be_named_later]
    if len(old) == 1 and old[0].spoke and not entity.spoke:
        linker.named[id(old[0])] = entity


def _noun_of_lead(linker: Linker, source: SourcePhrase, entity: Entity) -> str:
    """“The cook has a bell. ... '...,' said Jane Roe”: the noun with which a story begins, named late.

    Nobody has spoken before, the copy tells nothing else of her, and of no other person in between.
    """
    a = linker.article
    described = (linker.last_spoken, entity.nouns, entity.every_description)
    if any(described) or a.norms[source.first - 1] not in a.words.verbs:
        return ""
    before = range(max(0, source.first - WINDOW_INTRODUCTION_TOKENS), source.first)
    nouns = [i for i in before if a.norms[i] in person_nouns() and not a.inside[i]]
    named = (linker.register.person_at(n.first) for n in a.names_in(before.start, source.first))
    if len(nouns) != 1 or any(named):
        return ""
    start = phrase_start(a, nouns[0], 0)
    opens = (start == a.opening(a.sentence_of[start]), a.norms[start] in ARTICLES, heads_phrase(a, nouns[0]))
    return a.norms[nouns[0]] if all(opens) else ""


def _transcript(linker: Linker, source: SourcePhrase) -> Entity | None:
    """“Q:” and “A:” of an interview: the interviewer, and the person the article names most."""
    words = linker.article.words_of(source.first, source.last)
    if words == "Q":
        return linker.unmentioned_speaker("Q")
    if words == "A":
        return linker.named_most()
    return None


_CERTAIN_RULES: tuple[tuple[str, Callable[[Linker, SourcePhrase], Entity | None]], ...] = (
    ("name", _name),
    ("transcript", _transcript),
    ("in-order", nth_unnamed),
    ("relative-of-owner", relative_of),
    ("body-of-owner", body_of),
)


def _may_be_firm(entity: Entity) -> bool:
    """Whether somebody named may be a firm, for all that the copy tells."""
    if entity.kind is not SpeakerKind.ORGANIZATION or entity.place:
        return False
    if not kin_of(entity.nouns) <= _KIN_OF_FIRMS:
        return False
    return not entity.kind_is_guess or bool(entity.acts)


# --- small helpers ----------------------------------------------------------------------------------------


def _name_of(entity: Entity, labels: Collection[str]) -> str:
    """The name; as the only label of a transcript has it, if that is all there is: *MAYOR COLE*."""
    if len(labels) != 1 or entity.full_mentions:
        return entity.name
    (label,) = labels
    named = label == entity.name or (len(entity.words) == 1 and label.lower().endswith(f" {entity.words[0]}"))
    if not named or " " not in label:
        return entity.name
    return label.title() if label.isupper() else label


def description_of(entity: Entity) -> str | None:
    """The first description that holds a word for what one is; else the first that is more than an age."""
    if entity.parts:
        return None
    every = entity.every_description
    with_noun = (d for d in every if any(role_noun(w.strip(",.").lower()) for w in d.split()))
    more = (d for d in every if not d.isdigit())
    return next((d for kind in (with_noun, more, iter(every)) for d in kind), None)


@cache
def _no_descriptions() -> frozenset[str]:
    """What tells nothing of anybody: articles, pronouns, *Mr.*, *Dr*."""
    short = {word for word, _ in rows("honorifics", 2) if word.endswith(".")}
    titles = short | {word.rstrip(".") for word in short}
    return frozenset({""} | word_list("empty_descriptions") | titles | frozenset(pronouns()))


def _cleaned(text: str) -> str:
    """A description without marks at its edges; empty for an article or "(R-Ohio)" alone."""
    cleaned = text.strip(" ,;:—–-()[]\"“”'")
    if cleaned.lower() in _no_descriptions() or _is_party_or_state(cleaned):
        return ""
    if cleaned.lower().removeprefix("the ") in _COMPARED_AGES:  # "the younger Poe"
        return ""
    return cleaned


def _is_party_or_state(text: str) -> bool:
    """“R-Ohio”, “Calif.”: an abbreviation that tells where one sits; no title."""
    if len(text) >= _MIN_DESCRIPTION:
        return False
    if text[:1] in "RDI" and text[1:2] in "-.":
        return True
    if not text.endswith("."):
        return False
    return " " not in text and text.lower() not in name_words().titles
