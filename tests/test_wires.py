"""What commands do with wires' files: several stories, metadata at work, places, bad input."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import laws
import pytest
import wires
from desk import commit, git
from jsonschema_rs import validator_for
from samples import schema
from tool import STORY, Tool

import quotediff
from quotediff import api
from quotediff.errors import InputError, UsageError
from quotediff.readers import READERS
from quotediff.tracing.order import arrange

OTHER = "urn:wire.example:bridge-2"
LATER = (
    *wires.PARAGRAPHS[:2],
    "Sixteen people were hurt, Fire Chief Otto Brandvold said.",
    *wires.PARAGRAPHS[3:],
)


@pytest.fixture(autouse=True)
def _desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, text: str | bytes) -> str:
    Path(name).write_bytes(text.encode() if isinstance(text, str) else text)
    return name


def read(text: str | bytes) -> quotediff.Document:
    return api.read_bytes(text.encode() if isinstance(text, str) else text, "x")


def extract(text: str | bytes) -> quotediff.Extract:
    return api.extract(read(text), "rules")


def codes(old: str, new: str, **how: object) -> list[str]:
    return [c.code for c in api.compare(extract(old), extract(new), **how).changes]  # type: ignore[arg-type]


# --- several stories in a file


def message() -> str:
    """Two stories, one of them in two versions, and a picture."""
    return wires.g2(
        wires.g2_item(wires.g2_xhtml()),
        wires.g2_item(wires.g2_xhtml(("The bridge is shut, a clerk said.",)), story=OTHER),
        wires.g2_item("", kind="picture", story="urn:picture"),
        wires.g2_item(wires.g2_nitf(LATER), version="2"),
    )


def test_every_story_of_a_file_has_a_name() -> None:
    write("wire.xml", message())
    documents = api.read_all("wire.xml")
    assert [d.name for d in documents] == [
        f"wire.xml#{wires.STORY}@1",
        f"wire.xml#{OTHER}",
        f"wire.xml#{wires.STORY}@2",
    ]
    assert {d.path for d in documents} == {"wire.xml"}
    assert api.read(f"wire.xml#{OTHER}") == documents[1]
    assert api.read_all(f"wire.xml#{OTHER}") == (documents[1],)
    with pytest.raises(InputError, match=r"^wire\.xml: holds 3 stories; name one: wire\.xml#"):
        api.read("wire.xml")
    with pytest.raises(InputError, match=r"^wire\.xml: no story 'x' in it; name one: wire\.xml#"):
        api.read("wire.xml#x")
    with pytest.raises(InputError, match=r"^gone\.xml#x: no such file"):
        api.read("gone.xml#x")


def test_a_name_with_a_hash_is_the_file_of_that_name_if_there_is_one() -> None:
    write("a#b.txt", STORY)
    assert api.read("a#b.txt").item is None
    write("a", message())
    assert api.read(f"a#{OTHER}").item == OTHER


def test_commands_take_all_stories_or_the_one_that_is_named(qd: Tool) -> None:
    write("wire.xml", message())
    done = qd("list", "wire.xml", "-f", "jsonl", "--engine", "rules")
    assert [json.loads(line)["item"] for line in done.out.splitlines()] == [
        f"{wires.STORY}@1", OTHER, f"{wires.STORY}@2"
    ]  # fmt: skip
    assert len(json.loads(qd("sources", "wire.xml", "-f", "json").out)["documents"]) == 3
    done = qd("compare", f"wire.xml#{wires.STORY}@1", f"wire.xml#{wires.STORY}@2", "-f", "text")
    assert (done.status, done.err) == (0, "")
    assert "QD114" in done.out
    assert qd("compare", "wire.xml", "wire.xml").status == 2
    done = qd("list", "-", "-f", "jsonl", piped=message().encode())
    assert len(done.out.splitlines()) == 3


def test_several_processes_take_them_in_order_too(qd: Tool) -> None:
    write("wire.xml", message())
    write("a.txt", STORY)
    files = ("a.txt", "wire.xml", "a.txt", f"wire.xml#{OTHER}")
    one, two = (qd("list", *files, "-f", "jsonl", "--engine", "rules", "-j", n).out for n in ("1", "2"))
    assert one == two
    assert len(one.splitlines()) == 6


def test_history_takes_the_versions_of_one_story(qd: Tool) -> None:
    write("wire.xml", message())
    done = qd("history", "wire.xml", "-f", "json")
    found = json.loads(done.out)
    assert [d["item"] for d in found["documents"]] == [f"{wires.STORY}@1", f"{wires.STORY}@2"]
    Path("folder").mkdir()
    write("folder/b.json", wires.ninjs(LATER, version="2"))
    write("folder/a.xml", wires.nitf())
    write("folder/other.json", wires.ninjs(uri=OTHER))
    done = qd("history", "folder", "-f", "json", "--order", "version")
    assert [Path(d["path"]).name for d in json.loads(done.out)["documents"]] == ["a.xml", "b.json"]
    assert "other.json: the only version of its story" in done.err


def test_history_traces_each_story_that_has_several_versions(qd: Tool) -> None:
    again = wires.g2_item(wires.g2_xhtml(LATER), story=OTHER, version="2")
    write(
        "wire.xml",
        wires.g2(*[wires.g2_item(wires.g2_xhtml(), story=s) for s in (OTHER, "urn:c", "urn:c")], again),
    )
    for command, name in ((("history",), "history"), (("sources", "--versions"), "sources")):
        done = qd(*command, "wire.xml", "-f", "json")
        assert done.status == 0
        answer = json.loads(done.out)
        schema(name).validate(answer)
        found = [[d["meta"]["story"] for d in one["documents"]] for one in answer["histories"]]
        assert found == [[OTHER, OTHER], ["urn:c", "urn:c"]]
        for shown in ("table", "jsonl", "csv", "markdown", "html"):
            done = qd(*command, "wire.xml", "-f", shown)
            assert done.status == 0
            assert done.out.count("urn:c") >= 2
    done = qd("history", f"wire.xml#{OTHER}", "-f", "json")
    assert [d["item"] for d in json.loads(done.out)["documents"]] == [f"{OTHER}@1", f"{OTHER}@2"]
    assert api.read(f"wire.xml#{OTHER}").item == f"{OTHER}@1"
    assert [d.item for d in api.read_all(f"wire.xml#{OTHER}@2")] == [f"{OTHER}@2"]


def test_an_id_is_words_of_one_line() -> None:
    items = [
        {"uri": f"a\n\x1b[31m{n}\u202e", "headline": "A", "body_text": "He ran, she said."} for n in "12"
    ]
    write("a.json", json.dumps(items))
    assert [d.item for d in api.read_all("a.json")] == ["a [31m1", "a [31m2"]
    with pytest.raises(InputError) as caught:
        api.read("a.json")
    laws.hold_error(caught.value)


# --- metadata at work


def test_the_order_is_told_by_version_and_time() -> None:
    versions = [extract(wires.nitf(version=v)) for v in ("3", "1", "2")]
    for way in ("version", "time", "auto"):
        assert arrange(versions, way).versions == (1, 2, 0)
    assert arrange(versions, "auto").by[:2] == ("version", "time")


def test_great_numbers_and_other_stories_tell_no_order() -> None:
    for other in (wires.nitf(version="1670105467"), wires.ninjs(uri=OTHER, version="2")):
        with pytest.raises(UsageError, match="not told apart by version"):
            arrange([extract(wires.nitf()), extract(other)], "version")


def test_times_with_a_zone_are_one_time() -> None:
    a = extract(wires.ninjs(versioncreated="2026-05-01T13:00:00+02:00"))
    b = extract(wires.ninjs(versioncreated="2026-05-01T11:00:01Z"))
    local = extract(wires.ninjs(versioncreated="2026-05-01T09:00:00"))
    assert arrange([b, a], "time").versions == (1, 0)
    with pytest.raises(UsageError):
        arrange([a, local], "time")


@pytest.mark.parametrize(
    "killed",
    [
        wires.ninjs((), pubstatus="canceled", body_xhtml=""),
        wires.ninjs(pubstatus="withheld"),
        wires.nitf().replace('"usable"', '"canceled"'),
        wires.g2(wires.g2_item("").replace("stat:usable", "stat:canceled")),
        wires.newsml("<p>A ferry ran aground.</p>", status="Withheld"),
        wires.ap(editorialtypes=["Kill"]),
    ],
)
def test_a_withdrawn_story_is_killed(killed: str) -> None:
    assert codes(wires.nitf(), killed) == ["QD404"]
    assert codes(killed, wires.nitf()) != ["QD404"]


def test_the_id_of_a_story_says_that_it_is_one() -> None:
    names = ("Ola Berg", "Ann Lee", "Mo Ek", "Li Po", "Jo Day", "Al Fox", "Bea Ott", "Cy Hall")
    other = [f"{name} said on Tuesday that the harvest in the north of Oland was late." for name in names]
    new = {"headline": "Harvest late", "associations": {}, "ednote": ""}
    assert codes(wires.ninjs(), wires.ninjs(other, uri=OTHER, **new)) == ["QD406"]
    assert "QD406" not in codes(wires.ninjs(), wires.ninjs(other, **new))


CORRECTS = "An earlier version of this story gave a wrong number of people hurt: sixteen, not 14."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (wires.nitf(), wires.nitf(LATER, more=f'<correction info="{CORRECTS}"/>')),
        (
            wires.g2(wires.g2_item(wires.g2_xhtml())),
            wires.g2(
                wires.g2_item(wires.g2_xhtml(LATER), more=f'<edNote role="note:public">{CORRECTS}</edNote>')
            ),
        ),
        (wires.ninjs(), wires.ninjs(LATER, ednote=CORRECTS)),
    ],
)
def test_a_note_that_corrects_declares_the_change(old: str, new: str) -> None:
    assert "QD402" in codes(old, new)


@pytest.mark.parametrize("text", [wires.g2(wires.g2_item(wires.g2_xhtml())), wires.dpa()])
def test_notes_that_are_not_public_are_never_shown(text: str, qd: Tool) -> None:
    write("a", text)
    for command in (
        ("list", "a", "-f", "json", "--with-text"),
        ("compare", "a", "a", "-f", "json", "--with-text"),
    ):
        done = qd(*command)
        assert done.status == 0
        assert "555 0100" not in done.out + done.err


def test_a_teaser_is_not_the_whole_story() -> None:
    teaser = wires.ninjs(body_xhtml="", body_text="", description_text=wires.PARAGRAPHS[0])
    document = read(teaser)
    assert not document.meta.complete
    assert [p.code for p in document.problems] == ["QD904"]
    assert codes(wires.ninjs(), teaser) == []


def test_two_versions_in_two_formats_are_said_to_be_so(qd: Tool) -> None:
    done = qd("compare", write("a.xml", wires.nitf()), write("b.json", wires.ninjs()))
    assert done.status == 0
    assert "a.xml was read as nitf, b.json as ninjs" in done.err


# --- places, formats, other ways in


def test_json_says_what_is_known_of_a_file_and_where_its_problems_are(qd: Tool) -> None:
    text = wires.nitf((*wires.PARAGRAPHS, "A mark “without its partner, he said."))
    write("a.xml", text)
    write("wire.xml", message())
    for command in (("list", "a.xml", "wire.xml"), ("compare", "a.xml", "a.xml"), ("sources", "a.xml")):
        found = json.loads(qd(*command, "-f", "json", "--engine", "rules").out)
        assert validator_for(schema(command[0]).schema).is_valid(found)
    document = json.loads(qd("list", "a.xml", "-f", "json", "--engine", "rules").out)["documents"][0]
    line = 1 + text[: text.index("A mark")].count("\n")
    assert document["problems"][0]["place"] == [line, len("<p>A mark ") + 1]
    meta = document["meta"]
    assert (meta["story"], meta["number"], meta["modified"]) == (wires.STORY, 1, "2026-05-01T11:00:00+00:00")
    assert meta["notes"] == [{"kind": "editors", "text": wires.NOTE}]


def test_reports_point_at_lines_of_the_file(qd: Tool) -> None:
    new = wires.nitf(LATER)
    write("old.xml", wires.nitf())
    write("new.xml", new)
    line = 1 + new[: new.index("Sixteen people")].count("\n")
    done = qd("compare", "old.xml", "new.xml", "-f", "github")
    assert f"file=new.xml,line={line},endLine={line},col=4," in done.out
    done = qd("compare", "old.xml", "new.xml", "-f", "sarif")
    regions = [
        r["locations"][0]["physicalLocation"]["region"] for r in json.loads(done.out)["runs"][0]["results"]
    ]
    assert {r["startLine"] for r in regions} == {line}


def test_a_file_is_read_as_told(qd: Tool) -> None:
    write("a.xml", wires.nitf())
    done = qd("list", "a.xml", "--input-format", "plain", "-f", "json")
    assert json.loads(done.out)["documents"][0]["format"] == "plain"
    write("part.xml", wires.nitf_body())
    done = qd("list", "part.xml", "--input-format", "nitf", "-f", "json")
    assert json.loads(done.out)["documents"][0]["title"] == wires.HEADLINE
    done = qd("list", "a.xml", "--input-format", "docx2")
    assert done.status == 2
    assert "there are plain, nitf" in done.err
    with pytest.raises(UsageError, match="read: no format 'x'; there are plain, nitf"):
        api.read("a.xml", format="x")


def test_git_s_files_are_articles_by_what_stands_in_them(qd: Tool) -> None:
    for command in (("init", "-q"), ("config", "user.email", "a@b.example"), ("config", "user.name", "A")):
        assert git(*command).returncode == 0
    commit("a.xml", wires.nitf())
    commit("package.json", '{"name": "desk", "version": "1"}')
    write("a.xml", wires.nitf(LATER))
    write("package.json", '{"name": "desk", "version": "2"}')
    done = qd("changed", "-f", "json")
    assert done.err == ""
    assert [c["new"]["format"] for c in json.loads(done.out)["comparisons"]] == ["nitf"]


def test_a_corpus_holds_files_of_any_format(qd: Tool) -> None:
    Path("stories/ferry").mkdir(parents=True)
    write("stories/ferry/v1.xml", wires.nitf(wires.PARAGRAPHS[:2]))
    write(
        "stories/ferry/v1.quotes.toml",
        """[[speaker]]
name = "Ines Dahl"
kind = "person"

[[quote]]
kind = "direct"
content = "We hit the rocks twice & then the lights were out,"
source = "passenger Ines Dahl, 41, of Rockport"
cue = "said"
speaker = "Ines Dahl"
""",
    )
    done = qd("check", "stories", "-f", "github")
    assert "file=stories/ferry/v1.xml,line=" in done.out
    assert "QC107" in done.out


def test_plain_text_loads_no_other_reader() -> None:
    write("a.txt", STORY)
    script = (
        "import quotediff, sys\nquotediff.extract(quotediff.read('a.txt'), 'rules')\n"
        "others = 'pyexpat', 'quotediff.text.origin', 'quotediff.readers.assembly'\n"
        "print([m for m in others if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, encoding="utf-8")
    assert done.stdout == "[]\n"


# --- bad input

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BAD: dict[str, tuple[str | bytes, str]] = {
    "deep": (f"<?xml version='1.0'?><nitf>{'<b>' * 300}", "more than 256 elements within each other"),
    "deep, well-formed": (f"<nitf>{'<b>' * 300}a{'</b>' * 300}</nitf>", "more than 256 elements"),
    "deep json": (f'{{"uri": "a", "headline": "b", "x": {"[" * 300}{"]" * 300}}}', "more than 256 arrays"),
    "no body": ("<nitf><body><body.head/></body></nitf>", "this NITF has no story's text"),
    "no words": ("<nitf><body><body.content><p> &#160; </p></body.content></body></nitf>", "no story's text"),
    "cut json": (wires.ninjs()[:200], "JSON, damaged or cut (line "),
    "a picture": (
        json.dumps({"uri": "a", "type": "picture", "headline": "b"}),
        "the item is a picture, no story",
    ),
    "a package": (wires.g2("<packageItem guid='a'/>"), "holds a package, no story"),
    "only pictures": (
        wires.g2(*[wires.g2_item("", kind="picture")] * 2),
        "none of its news items is a story",
    ),
    "linked": (wires.g2(wires.g2_item('<remoteContent href="a.xml"/>')), "the story's body is only linked"),
    "linked, ap": (json.dumps({"data": {"item": {"altids": {"itemid": "a"}}}}), "body is only linked"),
    "many": (
        f"<nitf><body.content>{'<p>a</p>' * 50_001}</body.content></nitf>",
        "more than 50,000 paragraphs",
    ),
    "unknown root": ("<?xml version='1.0'?><Copy><p>a</p></Copy>", "XML, its root <Copy>"),
    "a list of nothing": (
        '[{"uri": "a", "headline": "b"}, {"uri": "c", "headline": "d"}]',
        "none of its ninjs items",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_story_is_refused_in_a_line(name: str, qd: Tool) -> None:
    text, told = BAD[name]
    write("a", text)
    began = time.monotonic()
    done = qd("list", "a")
    assert (done.status, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert told in done.err
    assert time.monotonic() - began < 10


ELSEWHERE = "<!ENTITY x SYSTEM 'file:///etc/passwd'>"
READ: dict[str, tuple[str | bytes, str]] = {
    "laughs": (
        f"<!DOCTYPE nitf [<!ENTITY l0 'ha'>{LAUGHS}]><nitf a='b'>{wires.nitf_body()}<p>&l9;</p></nitf>",
        "",
    ),
    "laughs in an attribute": (
        f"<!DOCTYPE nitf [<!ENTITY l0 'ha'>{LAUGHS}]><nitf a='&l9;'>{wires.nitf_body()}</nitf>",
        "QD903",
    ),
    "another file": (
        f"<!DOCTYPE nitf [{ELSEWHERE}]><nitf>{wires.nitf_body().replace('Fourteen', '&x;')}</nitf>",
        "",
    ),
    "another file's type": (wires.nitf().replace("nitf-3-6.dtd", "file:///etc/passwd"), ""),
    "cut": (wires.nitf()[:-40], "QD903"),
    "cut early": (wires.nitf()[: wires.nitf().index("Fourteen")], "QD903"),
    "not well-formed": (wires.nitf().replace("</hl1>", "").replace("&amp;", "&"), "QD903"),
    "says another encoding": (wires.nitf().replace('"utf-8"', '"ISO-8859-1"').encode(), ""),
    "is another encoding": (wires.nitf().encode("cp1252"), "QD903"),
    "an unknown encoding": (wires.nitf().replace('"utf-8"', '"cp99999"').encode(), "QD903"),
    "white space first": (f"\n\n  {wires.nitf()}", ""),
    "utf-16 without a mark": (wires.nitf().replace('"utf-8"', '"utf-16"').encode("utf-16-le"), ""),
    "half a character": (wires.ninjs().replace("ferry", "f\\ud800erry", 1), ""),
    "controls": (wires.ninjs(("A \0b\x1bc was hurt, police said.",)), ""),
}


@pytest.mark.parametrize("name", READ)
def test_what_can_be_read_is_read_with_what_there_is_to_say(name: str) -> None:
    text, code = READ[name]
    document = read(text)
    laws.hold_document(document)
    assert "root:" not in document.text
    assert len(document.text) < 20_000
    assert [p.code for p in document.problems if p.code == "QD903"] == ([code] if code else [])
    laws.hold_extract(api.extract(document, "rules"))


ACTS = "\x1b]0;t\x07 \u202e =1+1 | <b> ::error::x ##[error]x \r\n [l](https://e.example) \x9b31m"


def test_what_files_say_of_a_story_acts_nowhere() -> None:
    more = {
        key: f"{key} {ACTS}"
        for key in ("headline", "ednote", "slugline", "byline", "located", "pubstatus", "version")
    }
    item = json.loads(wires.ninjs(uri=f"urn:{ACTS}", **more))
    old, new = api.read_all(write("a.json", json.dumps([item, {**item, "body_xhtml": f"<p>{LATER[0]}</p>"}])))
    extracts = [api.extract(document, "rules") for document in (old, new)]
    results = (extracts, api.compare(*extracts, select=["ALL"]), api.history(extracts))
    for result in results:
        laws.hold_shown(result, None)


def test_every_format_has_a_story_here() -> None:
    assert {kind for kind, _ in wires.every().values()} == set(READERS) - {"mhtml"}
