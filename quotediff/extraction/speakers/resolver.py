"""Who the sources are: mentions to speakers, over the whole article.

A sieve of small rules, the surest first (``RULES``): each looks at one source as the copy has it and
either names the speaker or passes. The first that answers wins and its name is the reason of the link.
Sources are taken in text order, so what a rule finds is there for the rules of later sources.

Linear in the tokens and the sources: each rule looks at the last mentions, the last sentences, or the last
few who were called by a noun (``_LOOKED_AT``), however long the article is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from quotediff.extraction.speakers.afterwards import NEW, Linked, settle
from quotediff.extraction.speakers.anonymity import note_anonymity
from quotediff.extraction.speakers.forms import DEFINITE, Form, take_apart
from quotediff.extraction.speakers.kinds import kind_of
from quotediff.extraction.speakers.mentions import PLACE, TITLE, NameMention, is_capitalized, name_words
from quotediff.extraction.speakers.nouns import (
    ADJECTIVE_ENDINGS,
    Noun,
    is_plural,
    parties,
    pronouns,
    role_noun,
    role_nouns,
    singular,
    small_words,
)
from quotediff.extraction.speakers.register import BREAKS, Article, Entity
from quotediff.extraction.speakers.story import REACH, Event, Story, Told
from quotediff.lang.lexicon import rows, words
from quotediff.model import Document, Role, Speaker, SpeakerKind
from quotediff.text.sentences import Sentence
from quotediff.text.spans import Span
from quotediff.text.tokens import Places, Token

_LOOKED_AT = 60  # bearers of a noun, or of a kin of nouns, that a description is compared with
_ANYWHERE = 1 << 30  # sentences: no limit but the window of mentions
_OPENING = frozenset({"a", "an", "the", "one", "another"})
_APPENDED = 12  # tokens that prepositions may add to a noun
_NEAR = 80  # tokens looked over for what a pronoun belongs to, however long the sentence is
_INSIDE = 12  # contents looked at for the one that holds a first person
_EPITHETS = frozenset({"candidate"})  # kin that the copy uses of anybody it is about
_OFFICES = frozenset({"senator", "governor", "president"})  # kin used so with a place or "former"
_TAKES_UP = frozenset(
    {"senator", "lawyer", "spokesman", "doctor", "cleric", "journalist", "judge", "king"}
    | {"company", "group", "agency", "newspaper", "university", "committee"}
    | {"report", "poll", "statement", "lawsuit", "article", "ad", "law"}
)  # kin of which one noun takes up another; those of the others are too different
_ANYBODY = frozenset({"person"})  # kin of nouns that tell nothing by themselves
_AGED = ("-year-old", "-years-old")
_OF_MANY = ("ese", "ish", "ch")  # demonyms that mean the nation: "the British"
_AGAIN = 8  # relative clauses in a row: "who ..., and who ..., and who said"
_JUST = 2  # sentences for "the Brazilian"
_ORDINALS = ("first", "second", "third")
_ALSO_TOLD = 0.7  # added to the fit of one of whom a small word of the phrase is told
_ANY_COMPANY = frozenset({"company", "firm", "corporation", "business"})
_TWO = frozenset({"pair", "duo", "two", "couple"})
_TOLD_PAIRS = frozenset({"lawmakers", "senators", "leaders", "couple"})
_SOON = frozenset({"person", "artist", "official", "activist", "teacher"})  # ... unless just spoken of
_SOON_EVENTS = 5
_FOREMOST = 0.6  # added to the fit of whom a pronoun would mean
_OWN_NOUN = frozenset({"campaign", "court", "party"})  # organizations never called so for variety
_ARTICLES = frozenset({"the", "a", "an"})
_BY_WHOM = frozenset({"through", "via"})  # a spokesman: no description
_DEEPEST = 8  # phrases that are linked on the way to one link; copy has five
_TOLD = {"person": SpeakerKind.PERSON, "organization": SpeakerKind.ORGANIZATION}


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

    ``speakers`` have ids s1, s2, ... in order of first mention. ``links`` and ``reasons`` run parallel to
    the sources: the speaker's id, or None, and the name of the rule that linked it.
    """

    speakers: tuple[Speaker, ...]
    links: tuple[str | None, ...]
    reasons: tuple[str, ...]


def resolve(  # noqa: PLR0913, PLR0917 - the parts of an article, none of which holds another
    document: Document,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    quoted: Sequence[Span],
    sources: Sequence[SourceMention],
    places: Places | None = None,
) -> Resolution:
    """Links every source to a speaker.

    Args:
        document: the article.
        tokens: of all its paragraphs, in text order.
        sentences: over the same tokens.
        quoted: stretches between quotation marks, anywhere, in text order.
        sources: what is to be resolved, in any order.
        places: where each folded word stands among the tokens, if it is known already.
    """
    if not tokens:
        return Resolution((), (None,) * len(sources), ("",) * len(sources))
    return _Sieve(Article(document, tokens, sentences, quoted, places), sources).run()


class _Sieve(Story):
    """Takes the sources in text order through the rules."""

    def __init__(self, article: Article, sources: Sequence[SourceMention]) -> None:
        super().__init__(article)
        self.sources = sources
        self.described: dict[tuple[str, ...], Entity] = {}  # by the words of the phrase, the latest
        self.together: dict[frozenset[int], Entity] = {}
        self.by_end: dict[int, Entity] = {}  # of a source, by the token behind it
        self.links: list[Entity | None] = [None] * len(sources)
        self.reasons = [""] * len(sources)
        self.ranges = [[article.token_range(span) for span in s.spans] for s in sources]
        self.order = sorted(range(len(sources)), key=self._at)
        self.said = sorted((span.start, span.end, k) for k, s in enumerate(sources) for span in s.contents)
        self.by_first: dict[int, Entity] = {}  # of a source, by its first token
        self.named: dict[int, Entity] = {}  # who was described, by id, and is named later
        self.current = -1
        self._named_most: Entity | None = None
        self._last_spoken: tuple[int, Entity] | None = None
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
        own = {i for ranges in self.ranges for first, last in ranges for i in range(first, last)}
        agenda: list[tuple[int, int, int]] = [(self._at(k), 1, k) for k in self.order]
        agenda.extend((m.first, 0, n) for n, m in enumerate(a.names) if m.kind != TITLE)
        agenda.extend((i, 2, i) for i in a.places_of(_gendered()) if not a.inside[i] and i not in own)
        agenda.sort()
        later = []
        for at, what, n in agenda:
            if what == 0:
                self.meet_name(a.names[n])
            elif what == 2:
                self.meet_pronoun(at)
            elif self.ranges[n] and pronouns().get(a.norms[at], _NOBODY).person == "1":
                later.append(n)  # whose words these are is known only when all are
            else:
                self._resolve(n)
        for n in later:
            self._resolve(n)
        note_anonymity(
            a,
            [
                (first, last, e)
                for k in self.order
                if (e := self.links[k]) is not None
                for first, last in self.ranges[k][:1]
            ],
        )
        contents = [[a.token_range(span) for span in source.contents] for source in self.sources]
        settle(
            Linked(a, self.register, self.ranges, contents, self.order, self.links, self.reasons, self.named)
        )
        return self._resolution()

    def _resolve(self, k: int) -> None:
        """Links source ``k``."""
        a = self.article
        self.current = k
        source = self.sources[k]
        self.contents = [a.token_range(s) for s in source.contents]
        self.spoken_of = self._named_in_contents(self._at(k))
        if not self.ranges[k]:
            self.links[k] = e = self._inherited(source)
            self.reasons[k] = "inherited" if e is not None else ""
            return
        first, last = self.ranges[k][0]
        if first >= last:
            return
        form = take_apart(a, first, last)
        if form.name is not None and form.name.first in self.register.unclear:
            return  # one of two, and the copy does not tell which
        e, reason = self.link(form)
        self.spoken_of = set()
        self.links[k], self.reasons[k] = e, reason
        self.by_end[last] = self.by_first[first] = e
        named = any(self.register.of_name.get(m.first) is e for m in a.names_in(first, last))
        if not named:
            e.mentions.extend(source.spans)
        e.spoke = True
        self._last_spoken = (first, e)
        if reason != "first-person":
            self.meet_source(first, e)

    def _named_in_contents(self, at: int) -> set[int]:
        """Whom the words of the source at token ``at`` name, by id: hardly the one who says them.

        Without marks only behind the source: before it a statement's beginning is unsure.
        """
        a = self.article
        return {
            id(e)
            for first, last in self.contents
            for m in a.names_in(first, last)
            if (m.first > at or a.inside[m.first])
            and (e := self.register.of_name.get(m.first)) is not None
            and not a.is_possessive(m.last)
            and not (e.kind is SpeakerKind.PERSON and a.norms[m.first - 1] in _ARTICLES)  # "a Poe sign"
        }

    def link(self, form: Form) -> tuple[Entity, str]:
        """The first answer of the rules for ``form``, and the rule's name.

        A phrase that leads to itself, or from phrase to phrase without end, is somebody of its own.
        """
        key = form.first, form.last, form.pronoun
        if key in self._linking or len(self._linking) == _DEEPEST:
            return self.fresh(form), "own"
        self._linking.append(key)
        e, name = next(
            ((e, name) for name, rule in RULES if (e := rule(self, form)) is not None), (None, "own")
        )
        self._linking.pop()
        return e or self.fresh(form), name

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

    def fresh(self, form: Form) -> Entity:
        """Somebody not met before: unnamed, a group, a document."""
        a = self.article
        if form.pronoun:
            return self.impersonal(form.pronoun)
        kind = kind_of(a, form)
        whole = form.core == form.first or (form.head == "one" and a.norms[form.core - 1] == "them")
        name = a.words_of(form.first, form.last if whole else form.core)
        e = Entity(kind, name, _key(a, form), named=False, plural=is_plural(form.head))
        after = a.words_of(form.core, form.last).strip(" ,—–-()")
        if after:
            e.descriptions.append(after)
        return self.take_up(e, form.head)

    def impersonal(self, name: str) -> Entity:
        """A speaker of whom the copy tells nothing, whom no later "he" means: the writer, "many"."""
        e = self.described.get((name,))
        if e is None:
            e = Entity(SpeakerKind.UNNAMED, name, (name,), named=False, gender="n", sure=True)
            self.take_up(e, "")
        return e

    def take_up(self, e: Entity, head: str) -> Entity:
        self.described[e.words] = e
        if head:
            self.register.note(e, singular(head))
            known = role_noun(head)
            if known is not None and known.gender:
                e.gender, e.sure = known.gender, True
        return self.register.add(e)

    def _resolution(self) -> Resolution:
        entities = list({id(e): e for e in self.links if e is not None}.values())
        entities.sort(key=lambda e: min(e.mentions, default=Span(0, 0)))
        ids = {id(e): f"s{n}" for n, e in enumerate(entities, 1)}
        return Resolution(
            tuple(
                Speaker(
                    ids[id(e)], e.name, e.kind, _description(e), e.anonymity, tuple(sorted(set(e.mentions)))
                )
                for e in entities
            ),
            tuple(ids[id(e)] if e is not None else None for e in self.links),
            tuple(self.reasons),
        )


@dataclass(frozen=True, slots=True)
class _Nobody:
    person: str = ""


_NOBODY = _Nobody()


@cache
def _gendered() -> frozenset[str]:
    """Pronouns that are of one gender: *he*, *hers*."""
    return frozenset(word for word, p in pronouns().items() if p.gender in ("m", "f"))


@cache
def _utterances() -> frozenset[str]:
    """Nouns for what a person says: "Smith's remarks" are Smith's words."""
    return words("utterances")


# --- the rules ------------------------------------------------------------------------------------------


def _joint(s: _Sieve, form: Form) -> Entity | None:
    """“X and Y”: both."""
    return s.join([s.link(part)[0] for part in form.parts]) if form.parts else None


def _name(s: _Sieve, form: Form) -> Entity | None:
    """A name, whose short form it may be; keeps the descriptions beside it."""
    if form.name is None:
        return None
    e = s.register.of_name.get(form.name.first)
    if e is None:
        return None
    if e.kind is SpeakerKind.GROUP and len(e.words) == 1:
        bearers = s.register.by_family.get(e.words[0].removesuffix("s"), ())
        if len(bearers) == 2 and frozenset(map(id, bearers)) in s.together:
            return s.join(bearers)  # "the Dalys"
    if form.called and form.determiner == "the":
        _take_up_described(s, form, e)
    if e.kind in _TOLD.values() and form.told in _TOLD and not e.gender:
        e.kind = _TOLD[form.told]
    _keep_told(s, form, e)
    return e


def _keep_told(s: _Sieve, form: Form, e: Entity) -> None:
    """Keeps the descriptions that stand with a name as a source."""
    after, before = _cleaned(form.after), _cleaned(form.before)
    if after.isupper() and e.kind is SpeakerKind.ORGANIZATION:
        after = ""  # its initials
    if after.split(" ", 1)[0] in _BY_WHOM:
        after = ""
    if before and (e.kind is SpeakerKind.GROUP or is_plural(before.rsplit(" ", 1)[-1].lower())):
        before = ""
    if before and after.startswith("of ") and e.kind is SpeakerKind.PERSON:
        before, after = f"{before} {after}", ""
    e.told.extend(d for d in (after, before) if d and d not in e.told)
    if e.kind is SpeakerKind.PERSON and form.name is not None:
        s.register.note_titles(e, form.first, form.name.first)


def _take_up_described(s: _Sieve, form: Form, e: Entity) -> None:
    """“The adjuster, Jane Roe,”: if one unnamed was called so before, that was Jane Roe."""
    called = s.register.by_noun.get(singular(form.called), ())[-_LOOKED_AT:]
    old = [x for x in called if x.kind is SpeakerKind.UNNAMED and not (x.plural or x.anonymity)]
    if len(old) == 1 and old[0].spoke and not e.spoke:
        s.named[id(old[0])] = e


def _transcript(s: _Sieve, form: Form) -> Entity | None:
    """“Q:” and “A:” of an interview: the interviewer, and the person the article names most."""
    if form.last - form.first != 1 or (letter := s.article.tokens[form.first].text) not in ("Q", "A"):
        return None
    if letter == "Q":
        return s.impersonal("Q")
    return s.named_most()


def _first_person(s: _Sieve, form: Form) -> Entity | None:
    """“I”, “we”: who speaks the words around it, else the author."""
    p = pronouns().get(form.pronoun)
    if p is None or p.person != "1":
        return None
    start = s.article.starts[form.first]
    k = bisect_right(s.said, (start, _ANYWHERE, 0))
    for begin, end, n in reversed(s.said[max(0, k - _INSIDE) : k]):
        e = s.links[n]
        if begin <= start < end and n != s.current and e is not None:
            return e
    return _author(s)


def _author(s: _Sieve) -> Entity:
    """Who wrote the article: in the byline, or "X is a writer in ..." at the end."""
    a = s.article
    paragraphs = a.document.paragraphs
    for p in [*(p for p in paragraphs[:_INSIDE] if p.role is Role.BYLINE), *paragraphs[-4:][::-1]]:
        first, last = a.token_range(p.span)
        for m in a.names_in(first, last)[:1]:
            e = s.register.of_name.get(m.first)
            if e is None or e.kind is not SpeakerKind.PERSON:
                continue
            if p.role is Role.BYLINE or (m.first == first and a.norms[m.last] in (",", "is")):
                return e
    return s.impersonal("the writer")


def _pronoun(s: _Sieve, form: Form) -> Entity | None:
    """“he”, “she”: the foremost person of that gender."""
    p = pronouns().get(form.pronoun)
    if p is None or p.person != "3" or p.gender not in ("m", "f"):
        return None
    e = (
        _ahead(s, p.gender, form.first)
        or _subject_person(s, p.gender, form.first)
        or s.foremost(p.gender, form.first)
        or s.foremost(p.gender, form.first, reach=_ANYWHERE)
        or _further_on(s, p.gender, form.first)
    )
    if e is not None and not e.gender and e.kind is SpeakerKind.PERSON:
        e.gender = p.gender
    return e


def _ahead(s: _Sieve, gender: str, at: int) -> Entity | None:
    """“As he spoke, Smith said”: the subject of the main clause behind."""
    a = s.article
    sentence = a.sentences[a.sentence_of[at]]
    if at != sentence.first + 1 or a.norms[sentence.first] not in small_words("lead"):
        return None
    last = min(sentence.last, at + _NEAR)
    comma = next((i for i in range(at, last) if a.norms[i] == "," and not a.inside[i]), -1)
    e = s.register.of_name.get(comma + 1) if comma > 0 else None
    return e if e is not None and e.kind is SpeakerKind.PERSON and e.gender in ("", gender) else None


def _further_on(s: _Sieve, gender: str, at: int) -> Entity | None:
    """“Her mother was strict, Smith said”: where nobody was named before, the next in the sentence."""
    a = s.article
    for m in a.names_in(at, min(a.sentences[a.sentence_of[at]].last, at + _NEAR)):
        e = s.register.of_name.get(m.first)
        acts = a.norms[m.last] in a.words.verbs or a.norms[m.first - 1] in (",", *a.words.verbs)
        if acts and e is not None and e.kind is SpeakerKind.PERSON and e.gender in ("", gender):
            return e
    return None


def _subject_person(s: _Sieve, gender: str, at: int) -> Entity | None:
    """“A mediator brought coffee. ‘It was good,’ he said”: a noun that opens this sentence or the one before.

    It stands back behind those in mind as a mention of its weight does.
    """
    a = s.article
    sentence = a.sentence_of[at]
    for k in (sentence, sentence - 1):
        if k < 0 or a.paragraph_of[k] != a.paragraph_of[sentence]:
            break
        first = a.opening(k)
        head = _person_opening(a, first, at)
        if head < 0:
            continue
        known = role_noun(a.norms[head])
        if known is None or (known.gender and known.gender != gender):
            return None
        weight = s.weight_of_noun(k, at, sure=bool(known.gender))
        if s.ranked(gender, at)[1] >= weight:
            return None
        if first in s.by_first:
            return s.by_first[first]
        e = s.link(take_apart(a, first, _phrase_stop(a, head), 1))[0]
        return e if e.gender in ("", gender) and not e.plural else None
    return None


def _person_opening(a: Article, first: int, at: int) -> int:
    """The noun for one person that the phrase beginning at ``first`` is about; -1 if it is about none."""
    if first >= at or a.norms[first] not in _OPENING:
        return -1
    stops = small_words("stop")
    for i in range(first + 1, min(first + 7, at)):
        norm = a.norms[i]
        known = role_noun(norm)
        if known is not None and role_noun(a.norms[i + 1]) is None and not _capital_at(a, i + 1):
            one = known.kind == "person" and not is_plural(norm)
            return i if one and a.norms[i + 1] not in BREAKS and a.norms[i + 1] != "'s" else -1
        if norm in stops or norm in a.words.soft or not norm[0].isalnum() or a.inside[i]:
            break
    return -1


def _phrase_stop(a: Article, head: int) -> int:
    """Where the noun phrase around ``head`` ends, with what a preposition adds: before a mark or a verb."""
    auxiliaries = small_words("auxiliary")
    last = min(a.sentences[a.sentence_of[head]].last, head + _APPENDED)
    i = head + 1
    if a.norms[i] not in small_words("stop"):
        return i
    while i < last and not (
        a.norms[i] in BREAKS
        or a.norms[i] in auxiliaries
        or a.norms[i] in a.words.verbs
        or a.norms[i].endswith("ed")
    ):
        i += 1
    return i


def _plural_pronoun(s: _Sieve, form: Form) -> Entity | None:
    """“they”: the last group, joint speakers or organization; else the last noun of several."""
    if form.pronoun == "both":
        return _pair(s, form)
    if form.pronoun not in ("they", "their", "them", "these", "those"):
        return None
    return (
        _named_together(s, form.first)
        or _named_before(s, form.first)
        or s.strongest(form.first, _may_be_they)
        or _noun_before(s, form.first, ("group", "person"), plural=True)
        or _noun_before(s, form.first, ("document",), plural=True)
    )


def _may_be_they(event: Event) -> bool:
    e = event.entity
    strong = e.kind is SpeakerKind.ORGANIZATION and event.weight >= 0.75 and (e.spoke or not e.place)
    return (e.plural and e.kind is not SpeakerKind.DOCUMENT) or e.kind is SpeakerKind.GROUP or strong


def _named_before(s: _Sieve, at: int) -> Entity | None:
    """“Poe and Daly are both ... . Their plans”: the two with whom the sentence before begins."""
    a = s.article
    k = a.sentence_of[at] - 1
    if k < 0 or a.paragraph_of[k] != a.paragraph_of[k + 1]:
        return None
    first = a.opening(k)
    names = a.names_in(first, min(a.sentences[k].last, first + _NEAR))[:2]
    members = [e for m in names if (e := s.register.of_name.get(m.first)) is not None]
    both = len(members) == 2 and names[0].first == first and names[1].first - names[0].last < 3
    if not both or a.norms[names[0].last] != "and":
        return None
    return s.join(members) if all(e.kind is SpeakerKind.PERSON for e in members) else None


def _named_together(s: _Sieve, at: int) -> Entity | None:
    """“Poe and Daly” earlier in the sentence of the pronoun: both, unless a group comes between."""
    a = s.article
    first = max(a.sentences[a.sentence_of[at]].first, at - _NEAR)
    for m, following in pairwise(reversed(a.names_in(first, at))):
        e = s.register.of_name.get(m.first)
        other = s.register.of_name.get(following.first)
        if e is None or e.plural or a.inside[m.first]:
            return None
        if a.norms[following.last] == "and" and m.first - following.last <= 4 and other is not None:
            return s.join([other, e]) if e.kind is other.kind is SpeakerKind.PERSON else None
    return None


def _neuter_pronoun(s: _Sieve, form: Form) -> Entity | None:
    """“it”: the organization or document of the last sentences, the subject before others."""
    if form.pronoun not in ("it", "its"):
        return None
    sentence = s.article.sentence_of[form.first]
    things = (SpeakerKind.ORGANIZATION, SpeakerKind.DOCUMENT)
    for back in range(min(3, sentence + 1)):
        e = _subject_thing(s, sentence - back, form.first)
        if e is not None and id(e) not in s.spoken_of:
            return e
        for event in s.recent(sentence, back):
            thing = event.entity
            least = 0.75 if thing.place and not thing.spoke else 0.4
            strong = event.weight > least and not event.quoted and not thing.plural
            strong = strong and id(thing) not in s.spoken_of
            if strong and event.sentence == sentence - back and thing.kind in things:
                return thing
    return _noun_before(s, form.first, ("organization", "document"), plural=False)


def _subject_thing(s: _Sieve, sentence: int, at: int) -> Entity | None:
    """The document or organization that a sentence begins with: "A letter from the union said"."""
    a = s.article
    first, end = a.sentences[sentence].first, a.sentences[sentence].last
    if a.norms[first] not in ("a", "an", "the", "this", "that", "its", "one", "another") or first >= at:
        return None
    stops = small_words("stop")
    for i in range(first + 1, min(first + 7, end, at)):
        norm = a.norms[i]
        known = role_noun(norm)
        verb = norm != "'s" and (norm in a.words.soft or (norm in a.words.verbs and known is None))
        if norm in stops or verb or a.inside[i] or not (norm[0].isalnum() or norm == "'s"):
            return None
        if known is not None and role_noun(a.norms[i + 1]) is None and not _capital_at(a, i + 1):
            if a.norms[i + 1] == "'s":
                continue  # "the governor's office"
            if known.kind not in ("document", "organization"):
                return None
            return s.by_first.get(first) or s.link(take_apart(a, first, i + 1, 1))[0]
    return None


def _capital_at(a: Article, i: int) -> bool:
    return i < len(a.tokens) and is_capitalized(a.tokens[i].text)


def _relative(s: _Sieve, form: Form) -> Entity | None:
    """“who”, “which”, “that”: what stands before it."""
    if form.pronoun not in ("who", "whom", "whose", "which", "that"):
        return None
    a = s.article
    first = a.sentences[a.sentence_of[form.first]].first
    i = form.first - 1
    for _ in range(_AGAIN):
        if a.norms[i] not in ("and", "but", "or"):  # "X, who ..., and who said"
            break
        before = next((k for k in range(i - 1, max(first, i - _NEAR), -1) if a.norms[k] == form.pronoun), 0)
        if not before:
            break
        form = Form(before, before + 1, pronoun=form.pronoun, core=before + 1)
        i = before - 1
    while i >= first and a.norms[i] in (
        ",",
        "—",
        "–",
        "--",
        ")",
        "of",
        "with",
        "to",
        "some",
        "all",
        "many",
        "both",
        "most",
    ):
        i -= 1
    if i < first:
        return None
    if i + 1 in s.by_end:
        return s.by_end[i + 1]
    person = form.pronoun.startswith("who")
    for m in a.names_in(i, i + 1):
        e = s.register.of_name.get(m.first)
        if e is not None and m.kind != PLACE and (e.kind is SpeakerKind.PERSON) == person:
            return _listed_before(s, m, form) or e
    return _noun_to_the_left(s, i, max(first, i - 14), person=person)


def _noun_to_the_left(s: _Sieve, i: int, floor: int, *, person: bool) -> Entity | None:
    """The noun that a relative pronoun belongs to, back from token ``i``; or a name on the way."""
    a = s.article
    kinds = ("person", "group") if person else ("organization", "document")
    stops = small_words("stop")
    for k in range(i, floor - 1, -1):
        known = role_noun(a.norms[k])
        if known is None:
            e = s.register.of_name.get(k)
            if e is None or k == i or (e.kind is SpeakerKind.PERSON) != person:
                continue
            (m,) = a.names_in(k, k + 1)
            if m.kind != PLACE and (a.norms[k - 1] not in stops or a.norms[m.last] == "of"):
                return e
        elif known.kind in kinds:
            start = _phrase_start(a, k, floor)
            if not is_plural(a.norms[k]):
                comma = next((n for n in range(k, max(floor, k - 12), -1) if a.norms[n] == ","), 0)
                for m in a.names_in(comma - 1, comma):  # "X, a developer who"
                    if comma and m.first in s.register.of_name:
                        return s.register.of_name[m.first]
            inner = take_apart(a, start, i + 1, 1)
            return None if inner.pronoun else s.link(inner)[0]
    return None


def _listed_before(s: _Sieve, m: NameMention, form: Form) -> Entity | None:
    """“X and Y, who say”: both, where the verb is one of several."""
    a = s.article
    k = m.first - 1
    if a.norms[form.first + 1] not in small_words("plural-verb") or a.norms[k] != "and":
        return None
    members = [s.register.of_name.get(x.first) for x in (*a.names_in(k - 1, k), m)]
    persons = [e for e in members if e is not None and e.kind is SpeakerKind.PERSON]
    return s.join(persons) if len(members) == len(persons) == 2 else None


def _phrase_start(a: Article, at: int, floor: int) -> int:
    """Where the noun phrase ending at ``at`` begins: back over words that are like adjectives."""
    k = at
    while k > floor and at - k < 6:
        t = a.tokens[k - 1]
        if t.norm in small_words("determiner"):
            return k - 1
        if t.norm != "'s" and (t.norm in a.words.closed or not t.text[0].isalnum()):
            break
        like = t.norm == "'s" or not t.text[0].islower() or "-" in t.text or t.norm in a.words.demonyms
        if not (like or role_noun(t.norm) or t.norm.endswith(ADJECTIVE_ENDINGS)):
            break
        k -= 1
    return k


def _noun_before(s: _Sieve, at: int, kinds: Sequence[str], *, plural: bool) -> Entity | None:
    """The nearest noun before ``at`` that "they" or "it" can stand for, as a speaker."""
    a = s.article
    floor = max(a.sentences[max(0, a.sentence_of[at] - 2)].first, at - _NEAR)
    for k in range(at - 1, floor - 1, -1):
        known = role_noun(a.norms[k])
        if known is None or known.kind not in kinds or is_plural(a.norms[k]) != plural:
            continue
        if a.inside[k] and not (plural and a.inside[at]):
            continue
        if not any(first <= k < last for first, last in s.contents):
            start = _phrase_start(a, k, a.sentences[a.sentence_of[k]].first)
            return s.link(take_apart(a, start, k + 1, 1))[0]
    return None


def _pair(s: _Sieve, form: Form) -> Entity | None:
    """“both”, “both men”, “the two”, “the pair”: the two persons last spoken of."""
    told = form.head in _TOLD_PAIRS  # "the two senators" have spoken together
    if not form.pronoun:
        if form.head not in small_words("pair"):
            return None
        two = form.determiner == "both" or form.head in _TWO
        if not two and not (form.determiner == "the" and s.article.norms[form.first + 1] == "two"):
            return None
    elif form.pronoun != "both":
        return None
    known = bool(form.pronoun) or form.determiner in DEFINITE  # not "two of the biggest grocers"
    members = s.pair(s.article.sentence_of[form.first], told=told or not known, others=known)
    return s.join(members) if members else None


def _possessive(s: _Sieve, form: Form) -> Entity | None:
    """“Smith's remarks” is Smith; “Smith's campaign” is the campaign, by its owner's name."""
    if form.owner is None or form.owner.head in small_words("vague"):
        return None
    a = s.article
    owner, _ = s.link(form.owner)
    uttered = form.head in _utterances() or singular(form.head) in _utterances()
    if uttered and (owner.kind is SpeakerKind.PERSON or form.head not in role_nouns()):
        return owner
    thing = a.words_of(form.owned, max(form.core, form.owned + 1))
    key = ("'s", owner.name.lower(), thing.lower())
    known = role_noun(form.head)
    e = s.described.get(key) or _relative_of(s, form, owner, known) or _body_of(s, form, owner, known)
    if e is not None:
        return e
    if not owner.named and form.owner.pronoun in ("his", "her", "their", "its") and not owner.nouns:
        return None  # "her mother", of somebody unknown
    plural = is_plural(form.head)
    kind = kind_of(a, form)
    if kind is SpeakerKind.UNNAMED and (plural or known is None):
        kind = SpeakerKind.GROUP
    mark = "'" if owner.name.endswith("s") else "'s"
    return s.take_up(Entity(kind, f"{owner.name}{mark} {thing}", key, named=False, plural=plural), form.head)


def _relative_of(s: _Sieve, form: Form, owner: Entity, known: Noun | None) -> Entity | None:
    """“Smith's son”: who is called a son and has the family name, or the only other of that name."""
    if known is None or "relative" not in known.kin or owner.kind is not SpeakerKind.PERSON:
        return None
    noun, name = singular(form.head), form.owner.name if form.owner is not None else None
    if is_plural(form.head) or not owner.words:
        return None
    genders = ("", known.gender) if known.gender else ("", "m", "f")
    family = [e for e in s.register.family_of(owner) if e.gender in genders and not e.dead]
    alone = name is not None and name.last - name.name == 1
    if alone and noun in owner.nouns:
        return owner  # "Smith's son" of the headline, where Smith is short for the father
    called = [e for e in family if noun in e.nouns]
    fits = called or ([] if alone else family)
    return fits[0] if len(fits) == 1 and len(fits[0].words) > 1 else None


def _body_of(s: _Sieve, form: Form, owner: Entity, known: Noun | None) -> Entity | None:
    """“Britain's parliament” by the name of the country; “her department” by what is told of her."""
    if known is None or known.kind != "organization":
        return None
    stem = (owner.words or (owner.name.lower(),))[-1][:4]
    bodies = s.register.by_noun.get(singular(form.head), ())[-_LOOKED_AT:]
    for e in bodies:
        if e.kind is SpeakerKind.ORGANIZATION and any(w[:4] == stem for w in e.words):
            return e
    told = " ".join((*owner.told, *owner.descriptions))
    return next((e for e in bodies if e.named and e.name in told), None)


def _same_words(s: _Sieve, form: Form) -> Entity | None:
    """A phrase met before, word for word: "the Sanders campaign", "some Democrats"."""
    if form.pronoun or not form.head:
        return None
    key = _key(s.article, form)
    named = s.register.by_key.get(key)
    if named is not None or form.determiner in NEW:
        return named
    return s.described.get(key)


def _described_before(s: _Sieve, form: Form) -> Entity | None:
    """“the official”, “the mayor”, “the company”: the last whom the copy has so described."""
    if form.pronoun or not form.head:
        return None
    a = s.article
    head, plural = singular(form.head), is_plural(form.head)
    head = a.words.titles.get(f"{a.norms[form.head_at - 1]} {head}", head)  # "vice president"
    known = role_nouns().get(head) or role_noun(form.head)
    if not _speaks_of_known(a, form, known, plural=plural):
        return None
    between = a.norms[form.first + 1 : form.head_at]
    if between[:1] and between[0] in _ORDINALS:
        return _in_order(s, head, _ORDINALS.index(between[0]))
    modifiers = {
        a.norms[i]
        for i in range(form.first + 1, form.head_at)
        if (a.is_upper(i) or a.norms[i][0].isdigit())
        and a.norms[i] not in parties()
        and not a.norms[i].endswith(_AGED)
    }
    small = [a.norms[i] for i in range(form.first + 1, form.head_at) if not a.is_upper(i)]
    age = _age(a, form)
    foremost = None if plural else s.foremost("", form.first)
    best = (0.0, -2, 0)
    found = None
    for e, score in _called(s, head, plural=plural):
        several = e.plural or (plural and e.kind is SpeakerKind.GROUP)
        fit = _fit(e, score, known, modifiers) if several == plural and not (age and e.age) else 0.0
        if fit > 0.0:
            fit += (_FOREMOST if e is foremost else 0.0) + (_ALSO_TOLD if _tells(e, small) else 0.0)
        if fit > 0.0 and (fit, e.last_event, e.count) > best:
            best, found = (fit, e.last_event, e.count), e
    return found


def _in_order(s: _Sieve, noun: str, n: int) -> Entity | None:
    """“the first official”: the ``n``-th of the unnamed who were called so."""
    unnamed = [e for e in s.register.by_noun.get(noun, ())[:_LOOKED_AT] if not e.named]
    return unnamed[n] if n < len(unnamed) else None


def _age(a: Article, form: Form) -> str:
    """The age that a noun phrase tells: "the 34-year-old", "the 34-year-old welder"."""
    aged = next((n for n in a.norms[form.first : form.head_at + 1] if n.endswith(_AGED)), "")
    return aged.split("-", 1)[0]


def _speaks_of_known(a: Article, form: Form, known: Noun | None, *, plural: bool) -> bool:
    """Whether a noun phrase takes up somebody: "the mayor", and "Mayor" alone; not "the mayor of X"."""
    if form.determiner not in DEFINITE:
        bare = not form.determiner and known is not None and known.kind == "person" and not plural
        if not bare:
            return False
    if form.core - form.head_at > 1 and a.norms[form.head_at + 1] in ("of", "for", "at", "in", "to"):
        return False
    return known is None or plural or not known.kin & _EPITHETS


def _fit(e: Entity, score: float, known: Noun | None, modifiers: set[str]) -> float:
    """How well ``e``, called by the noun, fits the rest of the phrase; 0 if it cannot be meant."""
    if known is not None and known.gender and e.gender and known.gender != e.gender:
        return 0.0
    if known is not None and known.kind == "person" and e.kind is SpeakerKind.ORGANIZATION:
        return 0.0
    if modifiers and not _tells(e, modifiers):
        named = e.kind is not SpeakerKind.DOCUMENT or any(w[:1].isupper() for w in e.name.split()[1:])
        numbered = any(w[0].isdigit() for w in modifiers)  # "the 212-page report" is another than the first
        if (e.kind is not SpeakerKind.PERSON and (named or numbered)) or e.traits & name_words().places:
            return 0.0  # "the Beckwith Center survey" may be "a new poll"
        score -= 0.9
    if e.last_event < 0:
        return max(0.01, score - 1.5)  # only named or described further on
    return score + (0.5 if e.spoke else 0.0)


def _called(s: _Sieve, head: str, *, plural: bool) -> Iterator[tuple[Entity, float]]:
    """Those called ``head``, and less surely those called by a noun of its kin."""
    exact = [head]
    known = role_nouns().get(head)
    if plural and known is not None and "group" in known.kin:
        exact = ["group", "organization"]
    seen = set()
    for noun in exact:
        for e in s.register.by_noun.get(noun, ())[-_LOOKED_AT:]:
            seen.add(id(e))
            yield e, 2.0
    if known is None or plural:
        return
    for kin in sorted(known.kin & (_TAKES_UP | _SOON)):
        for e in s.register.by_kin.get(kin, ())[-_LOOKED_AT:]:
            if kin in _SOON and e.last_event < len(s.events) - _SOON_EVENTS:
                continue
            if id(e) not in seen and any(_of_kind(n, known.kind, kin) for n in e.nouns):
                seen.add(id(e))
                yield e, 1.0


def _of_kind(noun: str, kind: str, kin: str) -> bool:
    other = role_nouns().get(noun)
    return other is not None and other.kind == kind and kin in other.kin


def _tells(e: Entity, modifiers: Collection[str]) -> bool:
    """Whether the name of ``e`` or what stands beside it holds one of the words."""
    if not modifiers:
        return False
    told = {*e.words, *e.traits, *(w.lower() for d in (e.name, *e.descriptions, *e.told) for w in d.split())}
    if not told.isdisjoint(modifiers):
        return True
    initials = "".join(w[0] for w in e.words if w[0].isalpha())
    return any(2 <= len(x) <= 5 and x in initials for x in modifiers)


def _organization(s: _Sieve, form: Form) -> Entity | None:
    """“the company”, “the Swedish group”: the organization last spoken of, if it may be one."""
    a = s.article
    nations = a.norms[form.first + 1 : form.head_at]
    if form.determiner != "the" or form.core - form.head_at > 1 or not a.words.demonyms.issuperset(nations):
        return None
    known = role_nouns().get(form.head)
    if known is None or known.kind != "organization" or not known.kin & _TAKES_UP or form.head in _OWN_NOUN:
        return None
    kin = known.kin

    def may_be(event: Event) -> bool:
        e = event.entity
        if e.kind is not SpeakerKind.ORGANIZATION or not e.named or (e.place and not e.spoke):
            return False
        other = nations and not e.traits.isdisjoint(a.words.demonyms) and e.traits.isdisjoint(nations)
        return not other and all(role_nouns()[n].kin & kin for n in e.nouns if n in role_nouns())

    return s.strongest(form.first, may_be, reach=REACH)


def _company(s: _Sieve, form: Form) -> Entity | None:
    """“the company”: a noun so common that it means the organization in mind, however that was called."""
    return _organization(s, form) if form.head in _ANY_COMPANY else None


def _epithet(s: _Sieve, form: Form) -> Entity | None:
    """“the 34-year-old”, “the former reality star”, “the Vermont senator”: the foremost person."""
    a = s.article
    if a.norms[form.first] != "the" or (form.name is None and not form.head):
        return None
    age = _age(a, form)
    if age:
        return _of_age(s, form, age)
    if form.core - form.first == 2 and a.norms[form.first + 1] in a.words.demonyms:
        return _national(s, form)
    known = role_noun(form.head)
    if known is None or known.kind != "person" or is_plural(form.head):
        return None
    if not known.kin & _EPITHETS:
        between = a.norms[form.first + 1 : form.head_at]
        from_there = any(w == "former" or w in a.words.places for w in between)
        if known.kin & _ANYBODY and form.core == form.head_at + 1:
            return _from_there(s, form, known)
        if not known.kin & _OFFICES or not from_there:
            return None
    side = next((parties()[n] for n in a.norms[form.first : form.core] if n in parties()), "")
    noun = singular(form.head.rsplit("-", 1)[-1])
    return s.foremost(known.gender, form.first, Told(noun, side))


def _of_age(s: _Sieve, form: Form, age: str) -> Entity | None:
    """“the 34-year-old (welder)”: one whose age was told, else the foremost whose age is not."""
    known = role_noun(form.head)
    gender = known.gender if known is not None else ""
    for e in s.register.by_age.get(age, ())[:_LOOKED_AT]:
        if not gender or e.gender in ("", gender):
            return e
    if s.article.norms[form.core] == "who":
        return None  # "the 34-year-old who stood there"
    return s.foremost(gender, form.first, Told("year-old", age=age))


def _national(s: _Sieve, form: Form) -> Entity | None:
    """“the Brazilian”: a person of whom the copy tells the place, else the foremost just spoken of."""
    word = s.article.norms[form.first + 1]
    if word.endswith(_OF_MANY):
        return None
    sentence = s.article.sentence_of[form.first]
    for event in s.recent(sentence, REACH):
        e = event.entity
        if e.kind is SpeakerKind.PERSON and any(t[:4] == word[:4] for t in e.traits):
            return e
    found = s.foremost("", form.first, Told(word), reach=_JUST)
    return found if found is not None and found.named else None


def _from_there(s: _Sieve, form: Form, known: Noun) -> Entity | None:
    """“the Leeds man”: the last person of whom the copy tells the place."""
    a = s.article
    places = {a.norms[i] for i in range(form.first + 1, form.head_at) if a.is_upper(i)}
    for event in s.recent(a.sentence_of[form.first], REACH):
        e = event.entity
        if e.kind is SpeakerKind.PERSON and _tells(e, places) and known.gender in ("", e.gender):
            return e
    return None


RULES: tuple[tuple[str, Callable[[_Sieve, Form], Entity | None]], ...] = (
    ("joint", _joint),
    ("name", _name),
    ("transcript", _transcript),
    ("first-person", _first_person),
    ("pronoun", _pronoun),
    ("plural-pronoun", _plural_pronoun),
    ("neuter-pronoun", _neuter_pronoun),
    ("relative", _relative),
    ("pair", _pair),
    ("possessive", _possessive),
    ("same-words", _same_words),
    ("company", _company),
    ("description", _described_before),
    ("organization", _organization),
    ("epithet", _epithet),
)
"""The rules, the surest first; each answers with the speaker or passes. Where all pass, the source is
somebody new (``own``)."""


# --- small helpers --------------------------------------------------------------------------------------


def _key(a: Article, form: Form) -> tuple[str, ...]:
    """The words of a noun phrase, folded, without the article."""
    return tuple(a.norms[form.first + (form.determiner in _ARTICLES) : form.core])


def _description(e: Entity) -> str | None:
    """The first description that holds a word for what one is; else the first that is more than an age."""
    if e.parts:
        return None
    every = e.told + e.descriptions
    for d in every:
        if any(role_noun(w.strip(",.").lower()) is not None for w in d.split()):
            return d
    return next((d for d in every if not d.isdigit()), every[0] if every else None)


@cache
def _no_descriptions() -> frozenset[str]:
    """What tells nothing of anybody: articles, *Mr.*, *Dr*."""
    short = {word for word, _ in rows("honorifics", 2) if word.endswith(".")}
    return frozenset({"", "the", "a", "an", "even", "and"} | short | {word.rstrip(".") for word in short})


def _cleaned(text: str) -> str:
    """A description without marks at its edges; empty for an article or "(R-Ohio)" alone."""
    cleaned = text.strip(" ,;:—–-()[]\"“”'")
    if cleaned.lower() in _no_descriptions() or cleaned.lower() in pronouns():
        return ""
    party = cleaned[:1] in "RDI" and (len(cleaned) == 1 or cleaned[1:2] in "-.")
    state = cleaned.endswith(".") and role_noun(cleaned.lower()) is None and " " not in cleaned
    if len(cleaned) < 8 and (party or (state and cleaned.lower() not in name_words().titles)):
        return ""
    return cleaned
