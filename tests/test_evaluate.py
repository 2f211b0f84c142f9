"""``evaluate`` measures quotes by annotations, tells what is unknown, and scores nothing by half."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tool import STORY, Tool

import quotediff
from quotediff.annotated import AnnotatedArticle, AnnotatedQuote, AnnotatedSpeaker
from quotediff.errors import QuotediffError, UsageError
from quotediff.evaluation.evaluate import Answer, Drawing, agreement, evaluate, name_parts
from quotediff.evaluation.overlap import dice, meets, shared, trimmed, united
from quotediff.evaluation.speakers import SourceSpeaker, same_speaker
from quotediff.evaluation.statements import kind_by_marks, regions, words_of_saying
from quotediff.model import Attitude, Kind, Role, SpeakerKind
from quotediff.rendering import Options, render
from quotediff.scores import Evaluation, Scores
from quotediff.text.spans import Span

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "quotediff" / "rendering" / "evaluate.schema.json").read_text(encoding="utf-8"))
TEXT = 'Ana Ruiz said: "Go round." The mayor, Bo Lee, told reporters that the bridge was safe.\n'


def quote(content: str, source: str = "", cue: str = "", text: str = TEXT, **facts: Any) -> AnnotatedQuote:  # noqa: ANN401
    """A quote by its words; each part is where the words are first."""

    def spans(words: str) -> tuple[Span, ...]:
        return tuple(Span(text.index(w), text.index(w) + len(w)) for w in words.split(" ... ") if w)

    return AnnotatedQuote(f"q-{content}", spans(content), spans(source), spans(cue), **facts)


DIRECT = quote("Go round.", "Ana Ruiz", "said")
INDIRECT = quote("that the bridge was safe", "The mayor, Bo Lee", "told")


def article(*quotes: AnnotatedQuote, name: str = "a", **facts: Any) -> AnnotatedArticle:  # noqa: ANN401
    return AnnotatedArticle(name, TEXT, quotes, **facts)


def scores(gold: AnnotatedArticle, answer: AnnotatedArticle, **how: Any) -> Scores:  # noqa: ANN401
    return evaluate(Answer("gold", (gold,)), Answer("answer", (answer,)), **how).scores[0]


def values(found: Scores) -> dict[str, float]:
    return {m.name: round(m.value, 3) for m in found.measures}


# --- the measures --------------------------------------------------------------------------------------


def test_the_same_annotations_are_all_right() -> None:
    found = scores(article(DIRECT, INDIRECT), article(DIRECT, INDIRECT))
    assert set(values(found).values()) == {1.0}
    assert found.causes == ()
    assert found.unknown == ("kinds", "quotes within quotes", "speakers")


def test_another_source_is_found_but_not_right() -> None:
    wrong = quote("Go round.", "The mayor, Bo Lee", "said")
    found = values(scores(article(DIRECT, INDIRECT), article(wrong, INDIRECT)))
    assert found["found"] == 1
    assert found["found+source"] == 0
    assert found["source given found"] == 0
    assert found["statements"] == found["attributions"] == 0.5


def test_half_of_the_shorter_source_is_enough() -> None:
    found = values(scores(article(INDIRECT), article(quote("that the bridge was safe", "Bo Lee", "told"))))
    assert found["attributions"] == 1
    assert found["source exact"] == 0
    assert found["source overlap"] == 1
    assert found["source characters"] == round(2 * 6 / (6 + 17), 3)


def test_where_no_source_is_annotated_any_is_right() -> None:
    found = scores(article(quote("Go round.", "", "said"), INDIRECT), article(DIRECT, INDIRECT))
    assert values(found)["found+source"] == 1
    assert found.measure("source given found") is None  # the one region has no source


def test_edges_do_not_count_where_spans_have_to_be_exact() -> None:
    found = values(scores(article(quote('"Go round."', "Ana Ruiz", "said:")), article(DIRECT)))
    assert found["content exact"] == found["cue exact"] == 1


def test_a_content_with_less_than_dice_08_is_another_attribution() -> None:
    found = scores(article(INDIRECT), article(quote("bridge was safe", "Bo Lee", "told")))
    assert values(found)["attributions"] == 0
    assert [(c.name, c.number) for c in found.causes] == [("statement: content too short", 1)]


def test_what_the_gold_does_not_say_is_not_measured() -> None:
    """A gold of contents alone measures contents alone."""
    found = scores(article(quote("Go round.")), article(DIRECT))
    assert set(values(found)) == {
        "found", "statements", "attributions", "content exact", "content overlap", "content characters",
        "speech met",
    }  # fmt: skip
    assert set(found.unknown) == {"sources", "cues", "kinds", "quotes within quotes", "speakers"}


def test_a_gold_of_cues_measures_cues() -> None:
    found = values(scores(article(quote("", "Ana Ruiz", "said")), article(DIRECT, INDIRECT)))
    assert found["cues found"] == found["source of cues found"] == 1
    assert "found" not in found


def test_quotes_within_quotes_count_only_where_the_gold_has_some() -> None:
    inner = quote("round", "Ana Ruiz", "said", within=DIRECT.id)
    assert values(scores(article(DIRECT), article(DIRECT, inner)))["attributions"] == 1
    with_inner = article(DIRECT, quote("safe", "Bo Lee", "told", within=DIRECT.id))
    assert values(scores(with_inner, article(DIRECT, inner)))["attributions"] == 0.5


def test_words_that_may_be_a_quote_are_not_wrong() -> None:
    gold = article(DIRECT, optional=(INDIRECT.content,))
    assert values(scores(gold, article(DIRECT, INDIRECT)))["attributions"] == 1


def test_kinds_are_compared_where_both_say_them() -> None:
    indirect = quote("safe", "Bo Lee", kind=Kind.INDIRECT)
    gold = article(quote("Go round.", "Ana Ruiz", kind=Kind.DIRECT), indirect)
    answer = article(quote("Go round.", "Ana Ruiz", kind=Kind.MIXED), indirect)
    found = scores(gold, answer)
    assert values(found)["kind"] == 0.5
    (kinds,) = (g for g in found.groupings if g.name == "kind")
    assert {c.label: (c.gold, c.predicted) for c in kinds.counts} == {
        "direct": (1, 0),
        "indirect": (1, 1),
        "mixed": (0, 1),
    }


def test_headlines_and_beliefs_are_no_speech() -> None:
    answer = article(
        quote("Go round.", "Ana Ruiz", "said", role=Role.HEADLINE),
        quote("that the bridge was safe", "Bo Lee", "told", attitude=Attitude.BELIEF),
    )
    found = scores(article(DIRECT, INDIRECT), answer).measure("speech met")
    assert found is not None
    assert (found.gold, found.predicted) == (2, 0)


def test_confidence_is_held_against_what_is_right() -> None:
    answer = article(
        quote("Go round.", "Ana Ruiz", "said", confidence=0.95), quote("safe", "Bo Lee", confidence=0.55)
    )
    found = scores(article(DIRECT), answer)
    assert [(r.low, r.quotes, r.right) for r in found.confidence] == [(0.5, 1, 0), (0.9, 1, 1)]
    assert found.calibration == pytest.approx((0.55 + 0.05) / 2)


def test_speakers_are_those_of_the_sources() -> None:
    people = (AnnotatedSpeaker("s1", "Ana Ruiz", SpeakerKind.PERSON), AnnotatedSpeaker("s2", "Bo Lee"))
    first = quote("Go round.", "Ana Ruiz", "said", speaker="s1")
    gold = article(first, quote("safe", "The mayor", "told", speaker="s2"), speakers=people)
    wrong = article(first, quote("safe", "The mayor", "told", speaker="s1"), speakers=people)
    assert values(scores(gold, gold))["speaker"] == 1
    found = values(scores(gold, wrong))
    assert (found["speaker"], found["speaker, named"], found["speaker, resolved"]) == (0.5, 1, 0)


@pytest.mark.parametrize(
    ("gold", "kind", "name", "same"),
    [
        ("Gov. Ana Ruiz", "person", "Ana Ruiz", True),
        ("Bo Ruiz", "person", "B. Ruiz", True),
        ("Ana Ruiz", "person", "Ruiz", False),
        ("Ana Ruiz", "person", "Bo Ruiz", False),
        ("city council", "organization", "the Pell City Council", True),
        ("Ana Ruiz + Bo Lee", "person", "Ana Ruiz and Bo Lee", True),
        ("Ana Ruiz + Bo Lee", "person", "Ana Ruiz", False),
    ],
)
def test_two_names_are_one_speaker(gold: str, kind: str, name: str, same: bool) -> None:  # noqa: FBT001
    assert same_speaker(SourceSpeaker((), "", gold, kind), name, "") is same


@pytest.mark.parametrize("cue", ["said", "has repeatedly said", "according to", "argued", "put it", "told:"])
def test_a_word_of_saying_is_found_in_a_cue(cue: str) -> None:
    assert words_of_saying().search(cue)


@pytest.mark.parametrize("cue", ["hopes", "endorsed", "signed", "", "essayed"])
def test_other_words_are_none_of_saying(cue: str) -> None:
    assert not words_of_saying().search(cue)


def test_marks_make_regions_and_kinds() -> None:
    text = 'He said "a b" and “c\n\nd” so, "e\n'
    found = [text[a:b] for a, b in regions(text)]
    assert found == ["a b", "c", "e"]
    marked = regions(TEXT)
    assert kind_by_marks(DIRECT, marked) is Kind.DIRECT
    assert kind_by_marks(INDIRECT, marked) is Kind.INDIRECT
    assert kind_by_marks(quote('said: "Go round'), marked) is Kind.MIXED


stretches = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda p: (p[0], p[0] + p[1])), max_size=4
)


@given(a=stretches, b=stretches)
def test_overlap_is_the_same_from_both_sides(a: list[tuple[int, int]], b: list[tuple[int, int]]) -> None:
    assert shared(a, b) == shared(b, a)
    assert dice(a, b) == dice(b, a)
    assert meets(a, b) == meets(b, a)
    assert 0 <= dice(united(a), united(b)) <= 1
    assert not a or dice(united(a), united(a)) == 1


@given(st.text("ab \"'.,“”", max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_trimming_leaves_the_words(text: str, start: int, end: int) -> None:
    span = trimmed(text, (min(start, len(text)), min(end, len(text))))
    assert not text[slice(*span)] or text[span[0]] in "ab"


# --- intervals, other systems, annotators ----------------------------------------------------------------


def many(wrong: int, number: int = 12) -> tuple[AnnotatedArticle, ...]:
    """Articles, the first of which have the wrong source."""
    other = quote("Go round.", "Bo Lee", "said")
    return tuple(article(other if k < wrong else DIRECT, INDIRECT, name=f"a{k}") for k in range(number))


def test_intervals_hold_the_value_and_are_the_same_each_time() -> None:
    gold, answer = Answer("gold", many(0, 50)), Answer("answer", many(17, 50))
    first, second = (evaluate(gold, answer).scores[0].measures for _ in range(2))
    assert first == second
    assert all(m.low <= m.value <= m.high for m in first)
    (source,) = (m for m in first if m.name == "source given found")
    assert 0.5 < source.low < source.value < source.high < 0.8
    few, others = (
        evaluate(gold, answer, drawing=Drawing(samples=20, seed=seed)).scores[0].measures for seed in (1, 2)
    )
    assert [m.value for m in few] == [m.value for m in others] == [m.value for m in first]
    assert [m.low for m in few] != [m.low for m in others]


def test_an_interval_is_as_wide_as_theory_has_it() -> None:
    """Of a share of independent articles it is near the normal approximation."""
    gold, answer = Answer("gold", many(0, 100)), Answer("answer", many(30, 100))
    found = evaluate(gold, answer, drawing=Drawing(samples=4000)).scores[0].measure("source given found")
    assert found is not None
    half = 1.96 * math.sqrt(0.3 * 0.7 / 100)
    assert found.high - found.low == pytest.approx(2 * half, rel=0.12)


def test_two_systems_are_compared_on_the_same_samples() -> None:
    """The better one's difference is known more closely than either value."""
    gold = Answer("gold", many(0, 40))
    result = evaluate(gold, Answer("one", many(10, 40)), against=Answer("other", many(14, 40)))
    (found,) = (d for d in result.differences if d.name == "source given found")
    assert found.difference == pytest.approx(0.1)
    assert 0 <= found.low <= found.difference <= found.high
    one = result.scores[0].measure("source given found")
    assert one is not None
    assert found.high - found.low < one.high - one.low


def test_a_system_is_not_better_than_itself() -> None:
    answer = Answer("one", many(3))
    result = evaluate(Answer("gold", many(0)), answer, against=answer)
    assert {(d.difference, d.low, d.high, d.share) for d in result.differences} == {(0.0, 0.0, 0.0, 1.0)}


def test_annotators_are_compared_in_both_directions() -> None:
    """What is precision one way is recall the other way."""
    annotators = [Answer("x", (article(DIRECT, INDIRECT),)), Answer("y", (article(DIRECT),)),
                  Answer("z", (article(DIRECT, name="b"),))]  # fmt: skip
    result = agreement(annotators)
    assert [(s.gold, s.system) for s in result.scores] == [("x", "y"), ("y", "x")]
    one, other = (s.measure("attributions") for s in result.scores)
    assert one is not None
    assert other is not None
    assert (one.precision, one.recall) == (other.recall, other.precision) == (1.0, 0.5)
    assert {m.name: m.value for m in result.means}["attributions"] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("name", "parts"),
    [("x/v1.txt", ("x", "v1")), ("v1", ("v1",)), ("a.b_c", ("a.b_c",)), ("w.xml#7", ("w#7",))],
)
def test_the_name_of_an_article_lacks_the_ending(name: str, parts: tuple[str, ...]) -> None:
    assert name_parts(name) == parts


def test_articles_of_one_name_are_told_apart_by_their_folders() -> None:
    """The gold has stories in folders; the answer names the files from elsewhere."""
    gold = Answer("gold", (article(DIRECT, name="x/v1"), article(INDIRECT, name="y/v1")))
    answer = Answer("answer", (article(INDIRECT, name="c/y/v1.txt"), article(DIRECT, name="c/x/v1.txt")))
    found = evaluate(gold, answer).scores[0]
    assert values(found)["attributions"] == 1
    loose = Answer("answer", (article(INDIRECT, name="p/v1.txt"), article(DIRECT, name="q/v1.txt")))
    with pytest.raises(UsageError, match="may both be the gold's x/v1"):
        evaluate(gold, loose)


# --- the command ---------------------------------------------------------------------------------------


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Two annotated articles in a folder of brat's, as quotediff would have them, but for one source."""
    folder = tmp_path / "gold"
    folder.mkdir()
    for name in ("one", "two"):
        text = STORY if name == "one" else STORY.replace("arm", "leg")
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        said = text.index("The crack"), text.index('," said')
        who = text.index("Ana Ruiz")
        lines = [f"T1\tContent {said[0]} {said[1] + 1}\t{text[said[0] : said[1] + 1]}"]
        lines += [f"T2\tSource {who} {who + 8}\tAna Ruiz", f"T3\tCue {who - 5} {who - 1}\tsaid"]
        lines += ["E1\tContent:T1 Source:T2 Cue:T3"]
        (folder / f"{name}.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_evaluate_prints_the_measures(qd: Tool, gold: Path) -> None:
    done = qd("evaluate", gold)
    assert done.status == 0
    assert "quotediff, network on" in done.out
    assert "not measured, since the gold does not say: kinds, quotes within quotes, speakers" in done.out
    assert "statement: none annotated" in done.out
    assert "annotated: nothing" not in done.out  # errors only if asked for
    assert "annotated: nothing" in qd("evaluate", gold, "--errors", "3").out


def test_json_is_what_its_schema_says(qd: Tool, gold: Path) -> None:
    found = json.loads(qd("evaluate", gold, "--format", "json", "--errors", "2", "--against", "rules").out)
    jsonschema.validate(found, SCHEMA)
    measures = {m["name"]: m for m in found["scores"][0]["measures"]}
    assert measures["found"]["recall"] == 1
    assert found["differences"]
    line = qd("evaluate", gold, "--format", "jsonl", "--errors", "2", "--against", "rules").out
    assert line.count("\n") == 1
    assert json.loads(line) == found


@pytest.mark.parametrize("name", ["table", "markdown", "html", "csv"])
def test_every_format_has_every_measure(qd: Tool, gold: Path, name: str) -> None:
    out = qd("evaluate", gold, "--format", name).out
    for measure in ("found+source", "statements", "content exact", "speech met"):
        assert measure in out


def test_an_answer_in_a_file_is_evaluated_as_quotediff_s_own(qd: Tool, gold: Path, tmp_path: Path) -> None:
    paths = [gold / "one.txt", gold / "two.txt"]
    answer = tmp_path / "answer.jsonl"
    answer.write_text(qd("list", *paths, "--format", "jsonl").out, encoding="utf-8")
    own = json.loads(qd("evaluate", gold, "--format", "json").out)["scores"][0]
    other = json.loads(qd("evaluate", gold, "--system", answer, "--format", "json").out)["scores"][0]
    assert {**own, "system": ""} == {**other, "system": ""}


def test_jobs_give_the_same_answer(qd: Tool, gold: Path) -> None:
    assert qd("evaluate", gold, "--jobs", "2", "--format", "json") == qd("evaluate", gold, "--format", "json")


def test_the_library_measures_as_the_command_does(qd: Tool, gold: Path) -> None:
    printed = qd("evaluate", str(gold), "--engine", "rules", "--samples", "20", "--format", "json").out
    found = quotediff.evaluate(gold, "rules", samples=20)
    assert found.to_dict() == json.loads(printed)


def test_the_library_takes_an_engine_a_file_or_extracts_for_the_answer(gold: Path, tmp_path: Path) -> None:
    extracts = [quotediff.extract(gold / f"{name}.txt", "rules") for name in ("one", "two")]
    answer = tmp_path / "answer.json"
    answer.write_text(quotediff.render(extracts, "json", with_text=True), encoding="utf-8")
    systems: tuple[Any, ...] = ("rules", extracts, answer)
    found = [quotediff.evaluate(gold, system, against=system, samples=20, errors=1) for system in systems]
    assert found[0].scores[0].measures == found[1].scores[0].measures == found[2].scores[0].measures
    assert found[0].scores[0].causes == found[1].scores[0].causes
    assert all(difference.difference == 0 for one in found for difference in one.differences)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("gold",), "takes the Paths of annotations, not a str"),
        ((Path("nowhere.ann"),), "nowhere.ann: "),
        (((),), "no gold"),
        ((Path("gold"), "network.json"), "no engine 'network.json'; a file's name is given as a Path"),
        ((Path("gold"), "rules", Path("nowhere.json")), "nowhere.json: "),
    ],
)
def test_the_library_says_in_a_line_what_it_cannot_evaluate(
    gold: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[Any, ...], said: str
) -> None:
    monkeypatch.chdir(gold.parent)
    named = dict(zip(("gold", "system", "against"), arguments, strict=False))
    with pytest.raises(QuotediffError) as error:
        quotediff.evaluate(**named)
    assert str(error.value).removeprefix("evaluate: ").startswith(said)
    assert "\n" not in str(error.value)


def test_a_corpus_is_a_gold_too(qd: Tool) -> None:
    found = json.loads(qd("evaluate", ROOT / "corpus" / "solvent-plant-fire", "--format", "json").out)[
        "scores"
    ][0]
    measures = {m["name"]: m["value"] for m in found["measures"]}
    assert found["unknown"] == ["quotes within quotes"]
    assert measures["found"] > 0.9
    assert measures["kind"] > 0.9


def test_annotators_of_two_folders_are_compared(qd: Tool, gold: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for path in gold.iterdir():
        (other / path.name).write_bytes(path.read_bytes())
    found = json.loads(qd("evaluate", "--agreement", gold, other, "--format", "json").out)
    assert found["agreement"]
    assert [(s["gold"], s["system"]) for s in found["scores"]] == [
        (str(gold), str(other)),
        (str(other), str(gold)),
    ]
    assert {m["value"] for m in found["means"]} == {1.0}


def test_annotators_are_known_by_the_names_of_files(qd: Tool, gold: Path) -> None:
    lines = (gold / "one.ann").read_bytes()
    for name in ("one_ab.ann", "one_cd.ann"):
        (gold / name).write_bytes(lines)
    (gold / "one.ann").unlink()
    found = json.loads(qd("evaluate", "--agreement", gold, "--format", "json").out)
    assert [(s["gold"], s["system"]) for s in found["scores"]] == [("ab", "cd"), ("cd", "ab")]
    alone = qd("evaluate", gold)
    assert alone.status == 0
    assert "1 more annotations of the same articles are left out" in alone.err


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("one.ann", "T1\tContent 0 9999\tx\n", "one.ann:1: 0 9999 is not a range"),
        ("one.ann", "T1\tOpinion 0 6\tBridge\n", "unknown label 'Opinion'"),
        ("one.txt", "Another text.\n", "is not a range in the 14 characters of the text"),
        ("one.txt", "x" * 400, "one.ann:1: the text has other words than"),
    ],
)
def test_of_a_broken_gold_nothing_is_scored(qd: Tool, gold: Path, name: str, data: str, said: str) -> None:
    (gold / name).write_text(data, encoding="utf-8")
    done = qd("evaluate", gold)
    assert done.status == 2
    assert done.out == ""
    assert done.err.count("\n") == 1
    assert said in done.err


def test_every_broken_file_has_a_line(qd: Tool, gold: Path) -> None:
    for name in ("one", "two"):
        (gold / f"{name}.ann").write_text("T1\tContent 0 9999\tx\n", encoding="utf-8")
    assert qd("evaluate", gold).err.count("is not a range") == 2


def test_another_text_than_the_gold_s_is_refused(qd: Tool, gold: Path, tmp_path: Path) -> None:
    answer = tmp_path / "answer.jsonl"
    answer.write_text(json.dumps({"id": "one", "text": STORY + "More.", "quotes": []}), encoding="utf-8")
    done = qd("evaluate", gold, "--system", answer)
    assert done.status == 2
    assert done.out == ""
    assert f"is another text than the gold's from character {len(STORY)} on" in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--agreement", "--against", "rules"], "leave --system, --against and --speakers out"),
        (["--system-format", "brat"], "is for --system FILE and --against FILE"),
        (["--system", "nowhere.json"], "nowhere.json: cannot be read"),
        (["--labels", "nowhere"], "those that come with quotediff are polnear"),
        (["--only", "nowhere"], "the names of articles cannot be read"),
        (["--speakers", "."], "holds no .tsv files of speakers"),
        (["--agreement"], "has not two annotators' files"),
        (["--gold-format", "citron"], "is not valid JSON"),
    ],
)
def test_misuse_is_answered_in_a_line(qd: Tool, gold: Path, arguments: list[str], said: str) -> None:
    done = qd("evaluate", gold, *arguments)
    assert done.status == 2
    assert done.out == ""
    assert said in done.err
    assert "Traceback" not in done.err


def test_no_answer_is_written_over_a_gold(qd: Tool, gold: Path) -> None:
    done = qd("evaluate", gold, "--output", gold / "one.ann")
    assert done.status == 2
    assert "is an input" in done.err


def test_words_of_a_story_are_data() -> None:
    """Names and words reach no format as they are."""
    hostile = "<script>\x1b[31m\u202e|`@desk\n::error::x"
    bad = AnnotatedArticle(hostile, TEXT, (DIRECT,))
    answer = AnnotatedArticle(hostile, TEXT, (quote("that the bridge was safe", "Bo Lee", "told"),))
    result: Evaluation = evaluate(
        Answer(hostile, (bad,)), Answer(hostile, (answer,)), drawing=Drawing(most_errors=3, samples=10)
    )
    for name in ("table", "json", "jsonl", "html", "csv", "markdown"):
        out = "".join(render(name, result, Options()))
        assert not set(out) & {"\x1b", "\u202e"}, name
        assert not any(line.startswith("::") for line in out.splitlines()), name
    assert "<script>\\x1b" not in "".join(render("html", result, Options()))
