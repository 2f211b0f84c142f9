"""Who has been spoken of, on the way through an article, and who is foremost in the reader's mind.

Every mention is an event with a weight by how it stands in its sentence; the weight fades sentence by
sentence, and somebody mentioned again gains a little (after Lappin and Leass, "An algorithm for pronominal
anaphora resolution", 1994; the weights here are set by hand on wire copy). Only the last ``WINDOW_MENTIONS``
events are looked at, so each question costs the same wherever it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotediff.extraction.names import PERSON, NameMention
from quotediff.extraction.speakers.register import Article, Entity, Register, may_be_of_sex
from quotediff.extraction.speakers.source_phrase import heads_phrase, phrase_start
from quotediff.lang.nouns import may_be_person, noun_of, pronouns, small_words
from quotediff.limits import WINDOW_MENTIONS, WINDOW_SALIENCE_SENTENCES
from quotediff.model import Role, SpeakerKind
from quotediff.values import dataclass

_MAX_WORDS_DESCRIBING = 7  # before a name, that are passed over

# How strongly a mention stands in its sentence.
_WEIGHT_SOURCE = 1.1  # it was just said to speak
_WEIGHT_SENTENCE_OPENER = 1.0  # it opens the sentence
_WEIGHT_SUBJECT = 0.9  # a verb follows
_WEIGHT_SUBJECT_PRONOUN = 0.8  # "he", "she" as a subject
_WEIGHT_CLAUSE_OPENER = 0.75  # it opens a clause
_WEIGHT_OPENING_OWNER = 0.7  # "Smith's decision" opens the sentence
_WEIGHT_OPENING_NOUN = 0.7  # "a mediator" opens the sentence
_WEIGHT_OTHER = 0.5
_WEIGHT_OWNER = 0.45
_WEIGHT_AFTER_PREPOSITION = 0.4  # a preposition
_WEIGHT_OTHER_PRONOUN = 0.3  # "his", "her", "him"
_WEIGHT_ADJECTIVE = 0.15  # "the Smith campaign"

# The most that a name has of the weight of the one before it, by what joins them: no bound behind "and".
_MOST_IN_LIST = {"and": _WEIGHT_SOURCE, ",": _WEIGHT_AFTER_PREPOSITION}

# What weakens it.
_FACTOR_PER_SENTENCE = 0.5  # each sentence back
_FACTOR_OTHER_PARAGRAPH = 0.8  # in another paragraph
_FACTOR_QUOTED = 0.1  # said by somebody, while the narrator asks
_FACTOR_NAMED_IN_WORDS = 0.35  # the words said name him: "he said Poe would stay"
_FACTOR_WITHIN_WORDS = 0.25  # within the words that the source in question said
_FACTOR_GENDER_UNKNOWN = 0.7  # nothing tells whether it is a he or a she
_FACTOR_KIND_GUESSED = 0.7  # nothing but the look of the name tells that it is a person's
_SHARE_OF_FURTHER_MENTIONS = 0.4  # part of the weight of the further mentions that counts


@dataclass(slots=True)
class MentionEvent:
    """A mention: at which token and sentence, of whom, how strongly, and whether in quoted words."""

    at: int
    sentence: int
    entity: Entity
    weight: float
    quoted: bool


@dataclass(slots=True)
class _SalientPerson:
    """One who may be meant: what all mentions lose, the weight of the best, and of all."""

    entity: Entity
    factor: float
    best: float = 0.0
    total: float = 0.0

    def add(self, weight: float) -> None:
        """Takes in the weight of a further mention, seen from where the question is asked."""
        self.total += weight
        self.best = max(self.best, weight)

    @property
    def weight(self) -> float:
        """The best mention's weight and part of that of the others."""
        return self.best + _SHARE_OF_FURTHER_MENTIONS * (self.total - self.best)


class SalienceModel:
    """The article as read so far."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.register = Register(article)
        self.events: list[MentionEvent] = []
        self.openers: dict[int, Entity] = {}  # by paragraph: who is the first to act in it
        self.subjects: dict[int, Entity] = {}  # by sentence: who is the first to act in it
        self.objects: dict[int, Entity] = {}  # by token: whom "him" means behind a verb of saying
        self.contents: list[tuple[int, int]] = []  # tokens of the words that the present source said
        self.spoken_of: set[int] = set()  # whom they name, by id
        self._last_name = -2  # where the last name met ended; -1 is a place before a name

    # -- on the way

    def _add(self, event: MentionEvent) -> None:
        entity = event.entity
        entity.last_event = len(self.events)
        if entity.first_event < 0:
            entity.first_event = entity.last_event
        self.events.append(event)
        if event.quoted or event.weight < _WEIGHT_SUBJECT_PRONOUN:
            return
        self.subjects.setdefault(event.sentence, entity)
        paragraph = self.article.paragraph_of[event.sentence]
        body = self.article.document.paragraphs[paragraph].role is Role.BODY
        if body and event.weight >= _WEIGHT_SUBJECT:
            self.openers.setdefault(paragraph, entity)

    def meet_name(self, name: NameMention) -> None:
        """The reader comes to a name."""
        a = self.article
        e = self.register.of_name.get(name.first)
        sentence = a.sentence_of[name.first]
        if e is not None and not a.quiet[sentence]:
            weight = self._weight(name.first, name.last, person=name.kind == PERSON)
            if "who" in a.norms[name.last : name.last + 2]:
                weight = max(weight, _WEIGHT_CLAUSE_OPENER)
            self._last_name = name.last
            self._add(MentionEvent(name.first, sentence, e, weight, a.inside[name.first]))

    def meet_pronoun(self, at: int) -> None:
        """The reader comes to a "he" or "her" of the narrator's that is no source."""
        a = self.article
        sentence = a.sentence_of[at]
        if a.quiet[sentence]:
            return
        norm = a.norms[at]
        e = self.objects.get(at) or self.most_salient(pronouns()[norm].gender, at)
        weight = _WEIGHT_SUBJECT_PRONOUN if norm in ("he", "she") else _WEIGHT_OTHER_PRONOUN
        if e is not None:
            self._add(MentionEvent(at, sentence, e, weight, quoted=False))

    def meet_source(self, at: int, entity: Entity) -> None:
        """The reader comes to a source, and it is ``entity``."""
        self._add(MentionEvent(at, self.article.sentence_of[at], entity, _WEIGHT_SOURCE, quoted=False))

    def meet_noun(self, at: int) -> None:
        """The reader comes to "the mayor" of the narrator's, where one alone was called so."""
        a = self.article
        sentence, start = a.sentence_of[at], phrase_start(a, at, a.sentences[a.sentence_of[at]].first)
        called = self.register.by_noun.get(a.norms[at], ())
        if a.quiet[sentence] or a.norms[start] != "the" or len(called) != 1 or not heads_phrase(a, at):
            return
        if called[0].last_event >= 0 and a.norms[at + 1] not in small_words("stop"):
            weight = self._weight(start, at + 1, person=False)
            self._add(MentionEvent(start, sentence, called[0], weight, quoted=False))

    def _weight(self, first: int, last: int, *, person: bool) -> float:
        """How strongly a name or a noun phrase stands in its sentence."""
        a = self.article
        k = self._token_before(first)
        before, following = a.norms[k] if k >= 0 else "", a.norms[last]
        opens = k < a.opening(a.sentence_of[first])
        if a.is_possessive(last):
            return _WEIGHT_OPENING_OWNER if opens else _WEIGHT_OWNER
        if before == "," and self._is_subject(first, last, k):
            return _WEIGHT_SENTENCE_OPENER
        if k == self._last_name and before in _MOST_IN_LIST:
            return min(self.events[-1].weight, _MOST_IN_LIST[before])
        of_noun = noun_of(following).kind and not a.is_upper(last)
        if of_noun or (person and a.norms[first - 1] == "the"):
            return _WEIGHT_ADJECTIVE
        if opens:
            return _WEIGHT_SENTENCE_OPENER
        if a.norms[max(0, k - (before in ("the", "a")))] in small_words("stop"):
            return _WEIGHT_AFTER_PREPOSITION
        if following in small_words("particle") or following.endswith("ed"):
            return _WEIGHT_SUBJECT
        if before in small_words("clause"):
            return _WEIGHT_CLAUSE_OPENER
        return _WEIGHT_OTHER

    def _token_before(self, first: int) -> int:
        """The token before a name and the words that describe it; -1 at the beginning."""
        stop = max(-1, first - _MAX_WORDS_DESCRIBING)
        return next((k for k in range(first - 1, stop, -1) if not self._describes(k)), stop)

    def _describes(self, k: int) -> bool:
        """Whether token ``k`` is a noun or a word with a capital that tells something."""
        a = self.article
        if noun_of(a.norms[k]).kind:
            return True
        return a.is_upper(k) and a.norms[k] not in a.words.closed

    def _is_subject(self, first: int, last: int, comma: int) -> bool:
        """Whether a name behind a comma is what its sentence is about: “the uncle, Poe,”, “At noon, Poe”."""
        a = self.article
        begin = a.sentences[a.sentence_of[first]].first
        apposed = a.apposed_from(first, last)
        if apposed >= 0:
            return apposed - begin < 4
        return a.norms[begin] in small_words("stop") and "," not in a.norms[begin:comma]

    # -- looking back

    def recent(self, sentence: int, reach: int) -> Sequence[MentionEvent]:
        """The last events, latest first, not more than ``reach`` sentences back."""
        events = self.events[: -WINDOW_MENTIONS - 1 : -1]
        for k, event in enumerate(events):
            if sentence - event.sentence > reach:
                return events[:k]
        return events

    def most_salient(self, gender: str, at: int, *, reach: int = WINDOW_SALIENCE_SENTENCES) -> Entity | None:
        """The person whom a word at token ``at`` most likely means, or None; see ``by_salience``."""
        return next((entity for entity, _ in self.by_salience(gender, at, reach=reach)), None)

    def by_salience(
        self, gender: str, at: int, *, reach: int = WINDOW_SALIENCE_SENTENCES
    ) -> list[tuple[Entity, float]]:
        """The persons in mind at token ``at``, the foremost first, each with its weight.

        Args:
            gender: m or f, or empty for either.
            at: the pronoun or noun, a token.
            reach: how many sentences back to look.
        """
        sentence = self.article.sentence_of[at]
        seen: dict[int, _SalientPerson | None] = {}
        for event in self.recent(sentence, reach):
            e = event.entity
            key = id(e)
            if key not in seen:
                seen[key] = _SalientPerson(e, self._factor(e, gender)) if _may_be(e, gender) else None
            by_salience = seen[key]
            if by_salience is not None:
                by_salience.add(self._seen_from(event, at, sentence) * by_salience.factor)
        mentioned = [w for w in seen.values() if w is not None]
        mentioned.sort(key=lambda w: -w.weight)  # stable: of equals the one mentioned last
        return [(w.entity, w.weight) for w in mentioned]

    def weight_of_noun(self, sentence: int, at: int, *, sure: bool) -> float:
        """The weight, seen from ``at``, of a noun that opens a sentence; ``sure`` if it tells the sex."""
        weight = _WEIGHT_OPENING_NOUN * _FACTOR_PER_SENTENCE ** (self.article.sentence_of[at] - sentence)
        return weight if sure else weight * _FACTOR_GENDER_UNKNOWN

    def _seen_from(self, event: MentionEvent, at: int, sentence: int) -> float:
        """The weight of a mention for a pronoun at token ``at`` of ``sentence``, whoever it is of."""
        a = self.article
        weight = event.weight * _FACTOR_PER_SENTENCE ** (sentence - event.sentence)
        if event.quoted and not a.inside[at]:
            weight *= _FACTOR_QUOTED
        elif any(first <= event.at < last for first, last in self.contents):
            weight *= _FACTOR_WITHIN_WORDS
        if a.paragraph_of[event.sentence] != a.paragraph_of[sentence]:
            weight *= _FACTOR_OTHER_PARAGRAPH
        return weight

    def _factor(self, entity: Entity, gender: str) -> float:
        """What the mentions of ``entity`` lose for a pronoun of ``gender``, whatever they are."""
        factor = 1.0
        if gender and not entity.gender:
            factor *= _FACTOR_GENDER_UNKNOWN
        if entity.kind_is_guess and not entity.spoke:
            factor *= _FACTOR_KIND_GUESSED
        if id(entity) in self.spoken_of:
            factor *= _FACTOR_NAMED_IN_WORDS
        return factor

    def joint_or_pair(self, sentence: int) -> Sequence[Entity]:
        """Those who last spoke jointly, however far back; else the two persons last spoken of."""
        joint = (e.entity.parts for e in self.recent(sentence, len(self.article.sentences)) if e.entity.parts)
        return next(joint, None) or self.pair(sentence)

    def pair(self, sentence: int) -> Sequence[Entity]:
        """The two persons last spoken of, or those who last spoke jointly; empty if none."""
        members: list[Entity] = []
        for event in self.recent(sentence, WINDOW_SALIENCE_SENTENCES):
            e = event.entity
            if event.quoted:
                continue
            if e.parts:
                return e.parts
            if e.kind is SpeakerKind.PERSON and not e.kind_is_guess and e not in members:
                members.append(e)
                if len(members) == 2:
                    return members[::-1]
        return ()


def _may_be(entity: Entity, gender: str) -> bool:
    """Whether "he" or "she" can mean ``entity``."""
    if entity.plural or entity.gender == "n" or not may_be_of_sex(entity, gender):
        return False
    looks = entity.kind_is_guess and len(entity.words) == 1  # nothing but its look tells what it is
    if entity.kind is SpeakerKind.PERSON:
        return entity.spoke or not looks
    if entity.kind is SpeakerKind.ORGANIZATION:  # "Poe said ... . He said"
        return looks and entity.spoke
    return entity.kind is SpeakerKind.UNNAMED and any(map(may_be_person, entity.nouns))
