"""Names in the copy: what is one, of what kind and gender, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotediff.extraction.names import NameMention, find_names
from quotediff.extraction.namesakes import namesakes
from quotediff.lang.lexicon import words
from quotediff.lang.nouns import is_plural, role_noun, singular, small_words
from quotediff.model import Role
from quotediff.text.sentences import Sentence, split_sentences
from quotediff.text.tokens import Token, places, tokenize


def names(text: str) -> tuple[list[Token], tuple[NameMention, ...]]:
    tokens, sentences = analysed(text)
    sentence_of = [k for k, s in enumerate(sentences) for _ in range(s.first, s.last)]
    called = namesakes(tokens, places(tokens), sentence_of, [Role.BODY] * len(tokens))
    return tokens, find_names(tokens, sentences, namesakes=called)


def analysed(text: str) -> tuple[list[Token], list[Sentence]]:
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    start = 0
    for line in text.split("\n"):
        first = len(tokens)
        tokens.extend(tokenize(text, words("abbreviations"), start, start + len(line)))
        sentences.extend(split_sentences(tokens, first, len(tokens)))
        start += len(line) + 1
    return tokens, sentences


def shown(text: str) -> list[str]:
    """Each name as "title/name kind"."""
    tokens, found = names(text)
    out = []
    for m in found:
        before, name = tokens[m.first : m.name], tokens[m.name : m.last]
        words_ = [" ".join(t.text for t in part) for part in (before, name) if part]
        out.append(f"{'/'.join(words_)} {m.kind}")
    return out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The crowd cheered Ann Poe on.", ["Ann Poe person"]),
        ("They asked Ruritanian President Karel Maro about it.", ["Ruritanian President/Karel Maro person"]),
        ("It was Secretary of State Ann Poe who spoke.", ["Secretary of State/Ann Poe person"]),
        ("Then Lt. Gen. H. R. Daly spoke.", ["Lt. Gen./H. R. Daly person"]),
        ("Then Mr. Zorbl spoke.", ["Mr./Zorbl person"]),
        ("We saw Ursula von der Aue there.", ["Ursula von der Aue person"]),
        ("We saw Ibrahim al-Nur there.", ["Ibrahim al-Nur person"]),
        ("We saw Ali İnan there.", ["Ali İnan person"]),
        ("We saw April Mellow in April.", ["April Mellow person"]),
        ("They sailed the North Tule Sea in May.", ["North Tule Sea place"]),
        ("We saw Robert F. Daly Jr. there.", ["Robert F. Daly Jr. person"]),
        ('We saw Robert "Bob" Daly there.', ['Robert " Bob " Daly person']),
        ("It was the Ministry of Defense that said so.", ["Ministry of Defense organization"]),
        (
            "It was the Harbor Center for Human Rights that said so.",
            ["Harbor Center for Human Rights organization"],
        ),
        ("They live in New York now.", ["New York place"]),
        ("It reached Aleppo by noon.", ["Aleppo place"]),
        ("The ships of NATO left.", ["NATO organization"]),
        ("It shocked the Treasury Secretary himself.", ["Treasury Secretary title"]),
        ("They met on Monday in July.", []),
        ("However, it rained. Nobody came.", []),
        ("Running late, they left.", []),
        ("Zorbl gave no reason.", ["Zorbl other"]),
        ("Running is fun, and running late is not.", []),
        ("They met Harbor Master Ann Poe there.", ["Harbor Master/Ann Poe person"]),
        ("It was the Wisconsin Republican who spoke.", ["Wisconsin Republican title"]),
        ("It was Howard Dean who spoke.", ["Howard Dean person"]),
        ("Ann Poe Slams Harbor Plan\nThey heard Ann Poe on Monday.", ["Ann Poe person", "Ann Poe person"]),
        ("Harbor Plan Angers Many Voters\nThe plan angers voters.", []),
        ("He said I was late.", []),
    ],
)
def test_what_is_a_name_and_of_what_kind(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("We met Ann Poe.", "f"),
        ("We met Peter Daly.", "m"),
        ("We met Mrs. Daly.", "f"),
        ("We met Mr. Ann Daly.", "m"),
    ],
)
def test_gender_is_of_the_form_of_address_then_of_the_given_name(text: str, gender: str) -> None:
    (m,) = names(text)[1]
    assert m.gender == gender


@given(st.text(alphabet=" \n.,'\"“”&-()AaBbPpQMmr.ofJhIé’—", max_size=300))
def test_names_lie_within_sentences_in_order_and_apart(text: str) -> None:
    tokens, sentences = analysed(text)
    end = 0
    for m in find_names(tokens, sentences):
        assert end <= m.first <= m.name < m.last
        assert any(s.first <= m.first and m.last <= s.last for s in sentences)
        end = m.last


def test_nouns_have_their_singular_and_their_role() -> None:
    assert role_noun("spokeswomen") == role_noun("spokeswoman")
    assert singular("women") == "woman"
    assert singular("press") == "press"
    assert is_plural("residents")
    assert is_plural("officers")
    assert not is_plural("official")
    with pytest.raises(ValueError, match="no class 'nonsense'"):
        small_words("nonsense")
