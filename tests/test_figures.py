"""``evaluate`` gives the figures of the scripts that release 0.1 was measured with, to three places.

The annotated articles and those scripts are not the project's own: without them these tests are skipped.
Nothing but figures is shown.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from quotediff import api
from quotediff.annotated import AnnotatedArticle, of_extract
from quotediff.annotations import labels, named
from quotediff.annotations.reading import load
from quotediff.evaluation.evaluate import Answer, evaluate
from quotediff.rendering import values
from quotediff.scores import Scores

ONLY = 12  # articles: enough for every measure


def folder(request: pytest.FixtureRequest, name: str) -> Path:
    """A folder that an option names; skips the test if it is not there."""
    path = Path(request.config.getoption(f"--{name}"))
    if not path.is_dir():
        pytest.skip(f"no {name} at {path}; name it with --{name}")
    return path


def run(script: Path, *words: object) -> str:
    done = subprocess.run(
        [sys.executable, str(script), *map(str, words)],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "QD_PYTHON": sys.executable},
    )
    return done.stdout


def answer(names: Iterable[tuple[str, Path]], file: Path) -> Answer:
    """What quotediff finds in articles; also written as the scripts read it."""
    articles, lines = [], []
    for name, path in names:
        found = api.extract(api.read(path))
        lines.append(json.dumps({"id": name, **values.document(found, with_text=False)}))
        articles.append(of_extract(found))
    file.write_text("\n".join(lines), encoding="utf-8")
    return Answer("quotediff", tuple(articles))


def figure(scores: Scores, name: str, of: str = "value") -> str:
    found = scores.measure(name)
    assert found is not None
    return f"{getattr(found, of):.3f}"


def polnear_gold(polnear: Path, names: set[str]) -> tuple[AnnotatedArticle, ...]:
    articles, problems = load([str(polnear / "train")], labels.load("polnear"), only=frozenset(names))
    assert problems == []
    first: dict[str, AnnotatedArticle] = {}
    for article in articles:
        first.setdefault(article.name, article)
    return tuple(first.values())


def test_polnear_is_scored_as_before(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    polnear, scripts = folder(request, "polnear"), folder(request, "evaluation")
    names = (polnear / "validation.txt").read_text(encoding="utf-8").split()[:ONLY]
    only, file = tmp_path / "only.txt", tmp_path / "answer.jsonl"
    only.write_text("\n".join(names), encoding="utf-8")
    text = polnear / "train" / "text"
    found = answer([(name, text / f"{name}.txt") for name in names], file)
    before = json.loads(run(scripts / "score.py", polnear / "train", file, "--only", only, "--json"))
    scores = evaluate(Answer("gold", polnear_gold(polnear, set(names))), found).scores[0]
    called = {"relations": "attributions"}
    for name, row in before.items():
        if "f1" in row:
            measure = called.get(name, name)
            now = [figure(scores, measure, of) for of in ("precision", "recall", "value")]
            assert now == [f"{row[of]:.3f}" for of in ("p", "r", "f1")], name
            assert getattr(scores.measure(measure), "gold") == row["n"]  # noqa: B009 - it may be None
    assert figure(scores, "source given found") == f"{before['source|found']['accuracy']:.3f}"


def test_speakers_are_scored_as_before(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    polnear, scripts = folder(request, "polnear"), folder(request, "evaluation")
    names = (polnear / "speakers-known.txt").read_text(encoding="utf-8").split()[:ONLY]
    only, file = tmp_path / "only.txt", tmp_path / "answer.jsonl"
    only.write_text("\n".join(names), encoding="utf-8")
    text = polnear / "train" / "text"
    found = answer([(name, text / f"{name}.txt") for name in names], file)
    before = run(scripts / "speakers.py", polnear / "speakers", file, "--only", only)
    sources = named.load(str(polnear / "speakers"))
    gold = Answer("gold", polnear_gold(polnear, set(names)))
    scores = evaluate(gold, found, sources=sources).scores[0]
    shares = re.findall(r"(?:right|found|annotated): ([\d.]+)", before)
    wanted = ("speaker, resolved", "speaker, named", "speaker", "speaker, of all annotated")
    assert [figure(scores, name) for name in wanted] == shares


def as_gold(row: dict[str, Any]) -> dict[str, Any]:
    """An article of the other news as quotediff reads annotations: its clauses, its cues, its names."""

    def flat(spans: list[Any]) -> list[Any]:
        return [s for one in spans for s in (one if one and isinstance(one[0], list) else [one])]

    quotes, speakers = [], []
    for number, one in enumerate(row.get("relations", row.get("speech", ()))):
        quote = {"content": one.get("content"), "cue": one["cue"], "source": flat(one["source"])}
        if "saying" in one:
            quote["attitude"] = "speech" if one["saying"] else "belief"
            quote["clause"] = one.get("satellite")
        elif one["names"]:
            quote["speaker"] = f"s{number}"
            speakers.append({"id": f"s{number}", "name": " ".join(one["names"])})
        quotes.append(quote)
    return {"id": row["id"], "text": row["text"], "quotes": quotes, "speakers": speakers}


def test_other_news_is_scored_as_before(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    newsgold, scripts = folder(request, "newsgold"), folder(request, "evaluation")
    before = re.findall(r"\d\.\d{3}", run(scripts / "newsgold.py", newsgold))
    now = []
    for name, wanted in {
        "gum_news": (("speech met", "recall"), ("speech met", "precision")),
        "meantime": (
            ("cues found", "value"),
            ("source of cues found", "value"),
            ("speaker of cues found", "value"),
        ),
    }.items():
        rows = [json.loads(line) for line in (newsgold / f"{name}.jsonl").open(encoding="utf-8")]
        file = tmp_path / f"{name}.jsonl"
        file.write_text("\n".join(json.dumps(as_gold(row)) for row in rows), encoding="utf-8")
        gold, problems = load([str(file)], labels.load(None))
        assert problems == []
        found = [of_extract(api.extract(api.read_text(a.text or "", a.name))) for a in gold]
        scores = evaluate(Answer(name, tuple(gold)), Answer("quotediff", tuple(found))).scores[0]
        now += [figure(scores, measure, of) for measure, of in wanted]
    assert now == before
