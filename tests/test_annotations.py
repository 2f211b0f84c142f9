"""Annotations go out and come back exactly, in every format; broken files are refused in a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tool import STORY, Tool

from quotediff import extract, read
from quotediff.annotated import (
    AnnotatedArticle,
    AnnotatedQuote,
    AnnotatedSpeaker,
    Spans,
    numbered,
    of_extract,
)
from quotediff.annotations import Source, module
from quotediff.annotations.labels import load as labels
from quotediff.annotations.reading import load
from quotediff.annotations.webanno import unescaped
from quotediff.errors import UsageError
from quotediff.model import Attitude, Kind, Role, SpeakerKind
from quotediff.rendering import ANNOTATIONS
from quotediff.text.spans import Span

FEWER = settings(max_examples=max(20, settings().max_examples // 8))  # twelve properties of one strategy
WRITTEN = (*ANNOTATIONS, "json")
WORDS = ("said", "the", "Ana", "e\u0301", "é", "😀", "👩\u200d👩\u200d👧", "𝒳", "\u200f", "{", "<b>")
SIGNS = (" ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "\u2028", "\x0b", "\x85", ".", ",", "“", "”", '"')
RESERVED = ("\\", "[1]", "|", ";", "_", "->", "*", "#Text=")
NAMES = ("Ana Ruiz", "a 😀 | [2]", "x\ny", "O'Neil", "_", "*")
PIECES = (*WORDS, *SIGNS, *RESERVED)


@st.composite
def spans(draw: st.DrawFn, length: int, most: int = 3) -> Spans:
    edges = sorted(draw(st.sets(st.integers(0, length), min_size=2, max_size=2 * most)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple(Span(a, b) for a, b in pairs)


def maybe(values: st.SearchStrategy):  # type: ignore[no-untyped-def,type-arg]  # noqa: ANN201 - a strategy
    return st.none() | values


@st.composite
def annotated(draw: st.DrawFn) -> AnnotatedArticle:
    text = "".join(draw(st.lists(st.sampled_from(PIECES), min_size=2, max_size=30)))
    length = len(text)
    names = draw(
        st.lists(
            st.sampled_from(["Ana Ruiz", "a 😀 | [2]", "x\ny", "O'Neil", "_", "*"]), unique=True, max_size=3
        )
    )
    speakers = tuple(
        AnnotatedSpeaker(
            f"s{number}",
            name,
            draw(maybe(st.sampled_from(SpeakerKind))),
            draw(maybe(st.sampled_from(["a clerk", "of;it|all"]))),
            draw(st.just(()) | spans(length)),
        )
        for number, name in enumerate(names, 1)
    )
    contents = draw(st.lists(spans(length), max_size=4, unique_by=lambda s: s[0]))
    quotes = []
    for number, content in enumerate(contents, 1):
        quotes.append(
            AnnotatedQuote(
                id=f"q{number}",
                content=content,
                source=draw(st.just(()) | spans(length)),
                cue=draw(st.just(()) | spans(length, 2)),
                kind=draw(maybe(st.sampled_from(Kind))),
                attitude=draw(maybe(st.sampled_from(Attitude))),
                speaker=draw(st.sampled_from([None, *(s.id for s in speakers)])),
                inherited=draw(maybe(st.booleans())),
                within=draw(st.sampled_from([None, *(f"q{n}" for n in range(1, number))])),
                confidence=draw(maybe(st.sampled_from([0.0, 0.5, 0.123, 1.0]))),
                role=draw(maybe(st.sampled_from(Role))),
                rule=draw(maybe(st.sampled_from(["after", "net | work"]))),
            )
        )
    return numbered(AnnotatedArticle("article", text, tuple(quotes), speakers))


def back(name: str, article: AnnotatedArticle) -> AnnotatedArticle:
    """The article as a format's reader reads what its writer has written."""
    files = module(name).files(article)
    (ending,) = (e for e in files if e != ".txt")
    text = files.get(".txt", article.text)
    (found,) = module(name).read(files[ending], Source(f"article{ending}", labels(None), lambda _: text))
    return numbered(found)


@pytest.mark.parametrize("name", WRITTEN)
@FEWER
@given(article=annotated())
def test_what_a_format_writes_it_reads_back_exactly(name: str, article: AnnotatedArticle) -> None:
    if name == "w3c" and not (article.quotes or any(s.mentions for s in article.speakers)):
        return  # an annotation is all that names the article
    found = back(name, article)
    assert found.text == article.text
    assert found.quotes == article.quotes
    assert found.speakers == article.speakers


# --- as the tools themselves read it --------------------------------------------------------------------


def of(name: str, article: AnnotatedArticle) -> str:
    files = module(name).files(article)
    return files[next(e for e in files if e != ".txt")]


@FEWER
@given(article=annotated())
def test_dkpro_cassis_opens_what_is_written_for_inception(article: AnnotatedArticle) -> None:
    """Every annotation covers the words that it is about, by another program's count of UTF-16."""
    cassis = pytest.importorskip("cassis")
    cas = cassis.load_cas_from_json(of("cas-json", article))
    assert cas.sofa_string == article.text
    quotes = [(q.begin, q.end) for q in cas.select("webanno.custom.Quote")]
    heads = [tuple(q.content[0]) for q in article.quotes]
    assert set(quotes) <= set(heads)
    for quote in cas.select("webanno.custom.Quote"):
        for link in quote.parts.elements if quote.parts else ():
            assert link.target.get_covered_text() == article.text[link.target.begin : link.target.end]
    again = module("cas-json").read(cas.to_json(), Source("article.json", labels(None), lambda _: None))
    assert [numbered(a).quotes for a in again] == [article.quotes]
    chains = list(cas.select("webanno.custom.SpeakerLink"))
    assert len(chains) == sum(len(s.mentions) for s in article.speakers)


@FEWER
@given(article=annotated())
def test_brat_takes_every_line_of_its_files(article: AnnotatedArticle) -> None:
    """As its server checks it: no fragment touches an earlier one from before, and words are the text's."""
    text = article.text or ""
    ids = set()
    for line in of("brat", article).splitlines():
        id_, body, *rest = line.split("\t", 2)
        ids.add(id_)
        if not id_.startswith("T"):
            continue
        fragments = [tuple(map(int, f.split())) for f in body.split(" ", 1)[1].split(";")]
        words = " ".join(text[a:b] for a, b in fragments)
        assert rest == [words] or not words.strip(" \r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        seen: list[tuple[int, ...]] = []
        for start, end in fragments:
            assert not any(end >= a and start < b for a, b in seen)
            seen.append((start, end))
    for line in of("brat", article).splitlines():
        if line.startswith("E"):
            assert {part.split(":")[1] for part in line.split("\t")[1].split()} <= ids


@FEWER
@given(article=annotated())
def test_prodigy_finds_every_stretch_at_the_edges_of_tokens(article: AnnotatedArticle) -> None:
    task = json.loads(of("prodigy", article))
    tokens = task["tokens"]
    assert "".join(t["text"] + " " * t["ws"] for t in tokens) == task["text"]
    for span in task["spans"]:
        first, last = tokens[span["token_start"]], tokens[span["token_end"]]
        assert (first["start"], last["end"]) == (span["start"], span["end"])
        assert task["text"][span["start"] : span["end"]] == span["text"]
    for relation in task["relations"]:
        assert relation["head_span"] in task["spans"]
        assert relation["child"] == relation["child_span"]["token_end"]


@FEWER
@given(article=annotated())
def test_inception_rebuilds_the_text_of_a_tsv_and_finds_every_token(article: AnnotatedArticle) -> None:
    """As its reader does: a line break after each sentence, taken back where the next one begins."""
    units = "".join(article.text or "").encode("utf-16-le")
    text = b""
    header: list[str] = []
    for line in of("webanno", article).split("\n"):
        if line.startswith("#Text="):
            header.append(line.removeprefix("#Text="))
        elif line and not line.startswith("#"):
            begin, end = map(int, line.split("\t")[1].split("-"))
            if header:
                if len(text) // 2 > begin:
                    assert text.endswith(b"\n\0")
                    text = text[:-2]
                assert len(text) // 2 == begin
                text += "".join(f"{unescaped(one)}\n" for one in header).encode("utf-16-le")
                header = []
            assert text[2 * begin : 2 * end] == units[2 * begin : 2 * end]
            assert line.count("\t") == 20
    assert text.removesuffix(b"\n\0") == units.removesuffix(b"\n\0")


# --- files of others ------------------------------------------------------------------------------------

TEXT = 'The bridge is shut. "Go round," said Ana Ruiz.\n'


def one(folder: Path, name: str, data: str, *, with_labels: str | None = None) -> AnnotatedArticle:
    """The article of a file; fails if there is none, or something is wrong."""
    path = folder / name
    path.write_text(data, encoding="utf-8")
    found, problems = load([str(path)], labels(with_labels))
    assert problems == []
    (article,) = found
    return article


def words(article: AnnotatedArticle) -> list[tuple[str, ...]]:
    """Content, source and cue of each quote."""
    text = article.text or ""
    return [
        tuple(" ".join(text[a:b] for a, b in part) for part in (q.content, q.source, q.cue))
        for q in numbered(article).quotes
    ]


SAID = [("Go round,", "Ana Ruiz", "said")]


def test_a_sequence_labelling_task_of_doccano_has_parts_that_nothing_joins(tmp_path: Path) -> None:
    """Which source is whose is unknown, so each part stands by itself."""
    task = {"id": 7, "text": TEXT, "label": [[21, 30, "quote"], [37, 45, "source"], [32, 36, "cue"]]}
    (tmp_path / "labels.toml").write_text('[labels]\nquote = "content"\n', encoding="utf-8")
    found = one(tmp_path, "a.jsonl", json.dumps(task), with_labels=str(tmp_path / "labels.toml"))
    assert found.name == "7"
    assert words(found) == [("Go round,", "", ""), ("", "", "said"), ("", "Ana Ruiz", "")]


def test_what_citron_finds_is_read_with_the_text_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    quote = {
        "sources": [{"start": 37, "end": 45, "text": "Ana Ruiz"}],
        "coreferences": [],
        "cue": {"start": 32, "end": 36, "text": "said"},
        "contents": [{"start": 21, "end": 30, "text": "Go round,"}],
        "confidence": "0.8123",
    }
    found = one(tmp_path, "a.json", json.dumps({"quotes": [quote], "source": {}}))
    assert words(found) == SAID
    assert found.quotes[0].confidence == 0.8123


def test_a_table_of_spans_is_read_by_its_columns(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    rows = (
        "article,quote,role,start,end,speaker\na,1,direct,21,30,Ana Ruiz\na,1,source,37,45,\na,1,cue,32,36,\n"
    )
    found = one(tmp_path, "gold.csv", rows)
    assert words(found) == SAID
    assert [q.kind for q in found.quotes] == [Kind.DIRECT]
    assert [s.name for s in found.speakers] == ["Ana Ruiz"]


def test_relations_of_brat_may_lead_either_way(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    lines = ["T1\tContent 21 30\tGo round,", "T2\tSource 37 45\tAna Ruiz", "T3\tCue 32 36\tsaid"]
    lines += ["R1\tspoken-by Arg1:T1 Arg2:T2", "R2\tintroduces Arg1:T3 Arg2:T1"]
    assert words(one(tmp_path, "a.ann", "\n".join(lines))) == SAID


def test_polnear_s_layout_is_read_with_the_labels_that_are_shipped(tmp_path: Path) -> None:
    """Events join the parts; of several annotators the file's name says which one it is."""
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "a_1.txt").write_text(TEXT, encoding="utf-8")
    lines = ["T1\tContent 21 30\tGo round,", "T2\tSource 37 45\tAna Ruiz", "T3\tCue 32 36\tsaid"]
    lines += ["T4\tAttribution 32 36\tsaid", "E1\tAttribution:T4 Source:T2 Cue:T3 Content:T1"]
    lines += ["T5\tContent 0 18\tThe bridge is shut"]
    (tmp_path / "attributions" / "a_1_xy.ann").write_text("\n".join(lines), encoding="utf-8")
    found, problems = load([str(tmp_path)], labels("polnear"))
    assert problems == []
    assert [(a.name, a.annotator) for a in found] == [("a_1", "xy")]
    assert words(found[0]) == SAID


def test_a_webanno_project_with_other_layers_is_read_by_its_labels(tmp_path: Path) -> None:
    """A relation joins a content to its source; the layer's feature says which is which."""
    lines = [
        "#FORMAT=WebAnno TSV 3.3",
        "#T_SP=webanno.custom.Part|role",
        "#T_RL=webanno.custom.SaidBy|BT_webanno.custom.Part",
        "",
        "",
        "#Text=Go round, said Ana Ruiz.",
        "1-1\t0-2\tGo\tcontent[1]\t_\t",
        "1-2\t3-9\tround,\tcontent[1]\t_\t",
        "1-3\t10-14\tsaid\t_\t_\t",
        "1-4\t15-18\tAna\tsource[2]\t1-1[1_2]\t",
        "1-5\t19-23\tRuiz\tsource[2]\t_\t",
        "1-6\t23-24\t.\t_\t_\t",
    ]
    found = one(tmp_path, "a.tsv", "\n".join(lines) + "\n")
    assert words(found) == [("Go round,", "Ana Ruiz", "")]


def test_slots_of_other_projects_join_a_frame_to_its_parts(tmp_path: Path) -> None:
    """The slots come before the features, and are repeated in each row of the frame."""
    lines = [
        "#FORMAT=WebAnno TSV 3.3",
        "#T_SP=webanno.custom.Frame|ROLE_webanno.custom.Frame:Roles_webanno.custom.FrameRolesLink|x.Part|label",
        "#T_SP=webanno.custom.Part|role",
        "",
        "",
        "#Text=Go round, said Ana Ruiz.",
        "1-1\t0-2\tGo\tcue;source[1]\t1-3;1-4[2]\tcontent[1]\t_\t",
        "1-2\t3-9\tround,\tcue;source[1]\t1-3;1-4[2]\tcontent[1]\t_\t",
        "1-3\t10-14\tsaid\t_\t_\t_\tcue\t",
        "1-4\t15-18\tAna\t_\t_\t_\tsource[2]\t",
        "1-5\t19-23\tRuiz\t_\t_\t_\tsource[2]\t",
        "1-6\t23-24\t.\t_\t_\t_\t_\t",
    ]
    found = one(tmp_path, "a.tsv", "\n".join(lines) + "\n")
    assert words(found) == [("Go round,", "Ana Ruiz", "said")]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.ann", "T1\tContent 21 99\tGo round,\n", "a.ann:1: 21 99 is not a range in the 47 characters"),
        ("a.ann", "T1\tContent 0 9\tGo round,\n", "a.ann:1: the text has other words than 'Go round,'"),
        ("a.ann", "T1\tOpinion 21 30\tGo round,\n", "unknown label 'Opinion'; say what it means"),
        ("a.ann", "T1 no tabs\n", "a.ann:1: is not a line of brat"),
        ("a.ann", "E1\tContent:T9\n", "T9 is named, but there is none"),
        ("b.ann", "T1\tContent 0 1\tx\n", "b.ann: has no text beside it; put b.txt there"),
        (
            "a.jsonl",
            '{"text": "x", "label": [[0, 5, "content"]]}',
            "0 to 5 is not a range in the 1 characters",
        ),
        ("a.jsonl", '{"text": "x", "label": []}\n{"text"', "a.jsonl:2: is not valid JSON"),
        (
            "a.json",
            '{"quotes": [{"contents": [{"start": 0, "end": 2, "text": "Go"}]}]}',
            "other words than 'Go'",
        ),
        ("a.csv", "article,role,start,end\na,cue,1,x\n", "a.csv:2: start and end are no whole numbers"),
        ("a.csv", "article,start,end\na,1,2\n", "has no column 'role'"),
        ("a.tsv", "#FORMAT=WebAnno TSV 3.3\n\n\n#Text=x\n1-1\t0-1\n", "a.tsv:5: is not a row of WebAnno TSV"),
        ("a.json", '{"%FEATURE_STRUCTURES": []}', "has no text (sofaString)"),
        ("a.json", '{"weather": 1}', "is none of the formats of annotations"),
        ("a.doc", "Dear", "is none of the formats of annotations"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_a_line(tmp_path: Path, name: str, data: str, said: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / name).write_text(data, encoding="utf-8")
    _, (problem,) = load([str(tmp_path / name)], labels(None))
    assert said in problem
    assert "\n" not in problem


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('[labels]\nA = "contents"\n', "'contents' is not a meaning of a label; write 'content'"),
        ("[label]\n", "unknown key 'label'"),
        ("[labels\n", "is not valid TOML"),
    ],
)
def test_what_is_wrong_with_labels_is_said_in_a_line(tmp_path: Path, data: str, said: str) -> None:
    path = tmp_path / "labels.toml"
    path.write_text(data, encoding="utf-8")
    with pytest.raises(UsageError, match=said.replace("(", "\\(")):
        labels(str(path))


# --- the command ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ANNOTATIONS)
def test_list_fills_a_folder_that_is_read_back(qd: Tool, tmp_path: Path, name: str) -> None:
    """Two articles of one name do not overwrite each other."""
    paths = []
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        paths.append(tmp_path / folder / "v1.txt")
        paths[-1].write_bytes(f"{STORY}{folder}\r\n".encode())
    done = qd("list", *paths, "--format", name, "--output-dir", tmp_path / "out")
    assert done == (0, "", "")
    found, problems = load([str(tmp_path / "out")], labels(None))
    assert problems == []
    by_text = {a.text: numbered(a).quotes for a in found}
    assert by_text == {
        path.read_bytes().decode(): numbered(of_extract(extract(read(path)))).quotes for path in paths
    }


def test_a_format_with_a_file_an_article_asks_for_a_folder(qd: Tool, tmp_path: Path) -> None:
    story = tmp_path / "a.txt"
    story.write_text(STORY, encoding="utf-8")
    assert qd("list", story, "--format", "brat").err.endswith("give one: --output-dir DIR\n")
    assert "give a folder for them" in qd("list", story, story, "--format", "citron").err
    assert qd("list", story, "--format", "citron").status == 0
    assert "is for annotations" in qd("list", story, "--output-dir", tmp_path / "out").err
    inside = qd("list", story, "--format", "brat", "--output-dir", tmp_path)
    assert inside.status == 2
    assert "is an input" in inside.err


def test_an_annotation_conf_that_is_there_stays(qd: Tool, tmp_path: Path) -> None:
    story = tmp_path / "a.txt"
    story.write_text(STORY, encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "annotation.conf").write_text("mine", encoding="utf-8")
    assert qd("list", story, "--format", "brat", "--output-dir", tmp_path / "out").status == 0
    assert (tmp_path / "out" / "annotation.conf").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["cas-json", "w3c", "citron", "doccano", "prodigy"])
def test_nothing_on_standard_output_acts_on_a_terminal(qd: Tool, tmp_path: Path, name: str) -> None:
    story = tmp_path / "a.txt"
    story.write_text(STORY.replace("arm", "arm \x1b[31m\u202e"), encoding="utf-8")
    out = qd("list", story, "--format", name).out
    assert json.loads(out)
    assert not set(out) & {"\x1b", "\u202e"}


# --- damaged files --------------------------------------------------------------------------------------

JUNK = (None, True, -1, 0, 10**30, 0.5, "x", "", [], {}, [[]], [[1]], {"a": 1}, "content", [1, 2])


def damaged(value: object, place: int, junk: object, *, drop: bool) -> object:
    """A value with one place in it, counted in depth, replaced or dropped."""
    holders: list[tuple[dict[object, object] | list[object], object]] = []

    def walk(one: object) -> None:
        pairs = one.items() if isinstance(one, dict) else enumerate(one) if isinstance(one, list) else ()
        for key, inner in pairs:
            holders.append((one, key))  # type: ignore[arg-type]
            walk(inner)

    walk(value)
    holder, key = holders[place % len(holders)]
    if drop:
        del holder[key]  # type: ignore[arg-type]
    else:
        holder[key] = junk  # type: ignore[index]
    return value


@pytest.mark.parametrize("name", WRITTEN)
@FEWER
@given(article=annotated(), change=st.tuples(st.integers(0, 10**6), st.sampled_from(JUNK), st.booleans()))
def test_of_a_damaged_file_there_is_an_answer_or_a_line(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    article: AnnotatedArticle,
    change: tuple[int, object, bool],
) -> None:
    place, junk, drop = change
    folder = tmp_path_factory.mktemp("damaged")
    (ending, data) = next((e, d) for e, d in module(name).files(article).items() if e != ".txt")
    if ending in (".json", ".jsonl"):
        data = json.dumps(damaged(json.loads(data), place, junk, drop=drop))
    else:
        lines = data.split("\n")
        at = place % len(lines)
        lines[at : at + 1] = [] if drop else [lines[at][: place % (len(lines[at]) + 1)], str(junk)]
        data = "\n".join(lines)
    (folder / "article.txt").write_bytes((article.text or "").encode())
    path = folder / f"article{ending}"
    path.write_bytes(data.encode("utf-8", "surrogatepass"))
    found, problems = load([str(path)], labels(None), format=name)
    assert all("\n" not in problem for problem in problems)
    for one_article in found:
        for quote in numbered(one_article).quotes:
            assert all(0 <= a < b <= len(one_article.text or "") for a, b in (*quote.content, *quote.source))
