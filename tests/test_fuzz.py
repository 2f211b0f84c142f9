"""Whatever comes in, there is an answer, and the laws hold of it: see ``laws`` and ``strategies``."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache, partial
from pathlib import Path

import elsewhere
import jsonschema_rs
import laws
import pytest
import strategies
from engines import ALWAYS
from examples import PROFILE
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import schema

import quotediff
from quotediff import api
from quotediff.corpus import examine as examining
from quotediff.corpus import propose
from quotediff.errors import InputError
from quotediff.model import Extract
from quotediff.readers import read_all_bytes

FOUND = Path(__file__).parent / "found"
INPUTS = sorted(path for path in FOUND.iterdir() if path.suffix == ".txt")
SCHEMAS = {  # by a validator that takes a hundredth of the time of the one that the other tests have
    command: jsonschema_rs.validator_for(schema(command).schema)
    for command in ("list", "compare", "history", "sources", "check")
}
engines = st.sampled_from(["rules", "rules", "rules", "network"])  # the network takes most of the time


def extracted(text: str, engine: str, path: str = "v.txt") -> Extract | None:
    """The extract of a text, which has kept the laws; None if the text is refused."""
    try:
        document = api.read_bytes(text.encode(), path)
    except InputError as error:
        laws.hold_error(error)
        return None
    laws.hold_document(document)
    extract = api.extract(document, engine)
    laws.hold_extract(extract)
    return extract


def story(texts: list[str], engine: str) -> list[Extract]:
    found = (extracted(text, engine, f"v{n}.txt") for n, text in enumerate(texts, 1))
    return [extract for extract in found if extract]


# --- what scripts/fuzz found ---------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ALWAYS)
@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_what_was_found_once_is_mended(path: Path, engine: str) -> None:
    laws.hold(path.read_bytes(), engine, validators=SCHEMAS)


def test_every_input_that_was_found_is_explained() -> None:
    told = (FOUND / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in INPUTS if f"`{path.name}`" not in told] == []


# --- properties ----------------------------------------------------------------------------------------


@given(strategies.files)
def test_any_file_is_an_article_or_refused_in_one_line(data: bytes) -> None:
    try:
        document = api.read_bytes(data, "x")
    except InputError as error:
        laws.hold_error(error)
        return
    laws.hold_document(document)
    assert document == api.read_bytes(data, "x")
    laws.hold_extract(api.extract(document, "rules"))


@given(strategies.wire_files)
def test_any_file_of_a_wire_holds_stories_or_is_refused_in_one_line(data: bytes) -> None:
    try:
        documents = read_all_bytes(data, "x")
    except InputError as error:
        laws.hold_error(error)
        return
    for document in documents:
        laws.hold_document(document)
        laws.hold_origin(document, data)
        laws.hold_extract(api.extract(document, "rules"))
    assert documents == read_all_bytes(data, "x")


@given(strategies.articles(without_nul=False), engines)
def test_any_text_is_listed_and_its_speakers_tallied(text: str, engine: str) -> None:
    extract = extracted(text, engine)
    if extract is None:
        return
    assert api.extract(extract.document, engine) == extract
    assert api.compare(extract, extract, select=["ALL"]).changes == ()
    laws.hold_shown([extract], SCHEMAS)
    found = api.sources(extract)
    laws.hold_sources(found)
    laws.hold_shown(laws.EachSources([found]), SCHEMAS)


@given(strategies.versions(), engines)
def test_any_two_texts_are_compared(texts: list[str], engine: str) -> None:
    versions = story(texts, engine)
    if len(versions) < 2:
        return
    found = api.compare(*versions, select=["ALL"])
    laws.hold_comparison(found)
    assert api.compare(*versions, select=["ALL"]) == found
    laws.hold_shown(found, SCHEMAS)


@given(strategies.versions(2, 3))
def test_any_versions_are_traced(texts: list[str]) -> None:
    versions = story(texts, "rules")
    if len(versions) < 2:
        return
    traced = api.history(versions)
    laws.hold_history(traced)
    assert api.history(versions) == traced
    laws.hold_shown(traced, SCHEMAS)
    speakers = api.sources_history(versions)
    laws.hold_sources_history(speakers)
    laws.hold_shown(speakers, SCHEMAS)


@given(strategies.archive)
def test_any_files_are_checked(files: dict[str, str]) -> None:
    """No file, however broken, ends in anything but findings; proposals change none that was there."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "ferry")
        path.mkdir()
        for name, text in files.items():
            (path / name).write_text(text, encoding="utf-8", newline="")
        with pytest.MonkeyPatch.context() as patch:  # it is the check that is tried: quickly
            patch.setattr(api, "extract", partial(api.extract, engine="rules"))
            found = examining.examine(path)
        propose.propose(found)
        assert {name: (path / name).read_bytes() for name in files} == {
            n: t.encode() for n, t in files.items()
        }
    for finding in found.report.findings:
        assert finding.message.strip()
        assert finding.remedy.strip()
        assert "\n" not in finding.identity
    laws.hold_shown(found.report, SCHEMAS)


# --- in another process --------------------------------------------------------------------------------

PLACES = [
    ("C", "0", "UTC"),
    ("tr_TR.UTF-8", "1", "Asia/Istanbul"),
    ("de_DE.UTF-8", "4294967295", "Pacific/Kiritimati"),
]


@cache
def stories() -> tuple[tuple[list[str], ...], list[str]]:
    """Stories as hypothesis writes them, and the digests of the answers in this process."""
    found: list[list[str]] = []

    @settings(max_examples=300 if PROFILE != "quick" else 20)
    @given(strategies.versions())
    def collect(texts: list[str]) -> None:
        found.append(texts)

    collect()
    return tuple(found), elsewhere.digests(found)


@pytest.mark.parametrize(("name", "seed", "zone"), PLACES, ids=lambda value: value)
def test_the_answer_is_the_same_in_another_process(tmp_path: Path, name: str, seed: str, zone: str) -> None:
    texts, here = stories()
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON"))}
    environment |= {"LC_ALL": name, "TZ": zone, "PYTHONHASHSEED": seed}
    environment["PYTHONPATH"] = str(Path(quotediff.__file__).parent.parent)  # the same code
    environment |= {"PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}  # the locale itself, nothing in its place
    if name != "C":
        environment["LOCPATH"] = compiled(name, tmp_path)
    done = subprocess.run(
        [sys.executable, elsewhere.__file__],
        input=json.dumps(texts).encode(),
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    assert done.stdout.decode().split("\n") == here


def compiled(name: str, folder: Path) -> str:
    """A folder with the locale, which most systems have only the sources of."""
    tool, source = shutil.which("localedef"), name.removesuffix(".UTF-8")
    if tool is None or not Path("/usr/share/i18n/locales", source).exists():
        pytest.skip(f"neither the locale {name} nor its sources are here (Debian: apt install locales)")
    made = subprocess.run(
        [tool, "-i", source, "-f", "UTF-8", str(folder / name)], capture_output=True, check=False
    )
    assert (folder / name).is_dir(), made.stderr.decode(errors="replace")
    return str(folder)
