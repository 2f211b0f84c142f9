"""Compares the answers of two revisions of quotediff, for changes of code that must change no answer.

same_answers.py OLD [NEW]   OLD and NEW are revisions as git names them; without NEW, the working tree

What both find in every story of the corpus, and in the folders of the options where they are there: quotes,
speakers and problems of every article, every change (hidden ones too) between each version and the next, and
the share of each speaker. Each difference is a line: where, which key, the old value and the new one.
Exit status: 0 if there is none, 1 if there are some, 2 if it could not be told.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
MAX_SHOWN = 160  # code points of a value in a line

Group = tuple[str, list[str]]  # a name, and the files of the versions of one story


def main() -> int:
    """Prints every difference; the exit status says whether there are any."""
    arguments = _arguments()
    groups = list(_groups(arguments))
    renamed = dict(pair.split("=", 1) for pair in arguments.rename)
    found = 0
    try:
        with ExitStack() as stack:
            trees = [_tree(revision, stack) for revision in (arguments.old, arguments.new)]
            answers = [_answers(tree, groups, arguments.engine, stack) for tree in trees]
            for old, new in zip(*answers, strict=True):
                for line in differences(renamed_keys(old["answer"], renamed), new["answer"]):
                    found += 1
                    print(f"{new['place']}: {line}")
    except (
        RuntimeError,
        ValueError,
    ) as error:  # a revision is not there; one of the two stopped before the end
        print(f"same-answers: {error}", file=sys.stderr)
        return 2
    articles = sum(len(paths) for _, paths in groups)
    print(f"{articles} articles, {articles - len(groups)} pairs of versions: {found} differences")
    return 1 if found else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("old", help="a revision")
    parser.add_argument("new", nargs="?", help="a revision; default: the working tree")
    parser.add_argument(
        "--corpus", type=Path, default=ROOT / "corpus", help="a folder of folders of versions"
    )
    parser.add_argument("--rewrites", type=Path, default=SHARED / "rewrites", help="another such folder")
    parser.add_argument("--polnear", type=Path, default=SHARED / "polnear", help="PolNeAR's folder")
    parser.add_argument("--limit", type=int, metavar="N", help="no more than N stories or articles of each")
    parser.add_argument("--engine", choices=("network", "rules"), default="network")
    parser.add_argument(
        "--rename",
        nargs="*",
        default=[],
        metavar="OLD=NEW",
        help="keys of JSON with another name in the new revision",
    )
    return parser.parse_args()


def _groups(arguments: argparse.Namespace) -> Iterator[Group]:
    """The versions of every story of corpus and rewrites; every article of PolNeAR's training part.

    Articles that are kept for validation are left out.
    """
    for option in ("corpus", "rewrites"):
        folder = getattr(arguments, option)
        if not folder.is_dir():
            print(f"skipped: there is no {folder} (--{option})")
            continue
        stories = [_versions(story) for story in sorted(folder.iterdir()) if story.is_dir()]
        for paths in [paths for paths in stories if paths][: arguments.limit]:
            yield f"{folder.name}/{Path(paths[0]).parent.name}", paths
    text = arguments.polnear / "train" / "text"
    if not text.is_dir():
        print(f"skipped: there is no {text} (--polnear)")
        return
    kept_back = {
        name
        for names in ("validation.txt", "speakers-validation.txt")
        if (arguments.polnear / names).is_file()
        for name in (arguments.polnear / names).read_text(encoding="utf-8").split()
    }
    articles = [p for p in sorted(text.glob("*.txt")) if not kept_back & {p.name, p.stem}]
    for path in articles[: arguments.limit]:
        yield f"polnear/{path.stem}", [str(path)]


def _versions(story: Path) -> list[str]:
    """The files of a story's versions in their order."""
    files = [p for p in story.glob("v*.*") if p.stem[1:].isdigit() and p.suffix != ".toml"]
    return [str(p) for p in sorted(files, key=lambda p: (int(p.stem[1:]), p.name))]


def _tree(revision: str | None, stack: ExitStack) -> Path:
    """A folder with the package as a revision has it."""
    if revision is None:
        return ROOT
    archive = subprocess.run(
        ["git", "archive", revision, "quotediff"],  # noqa: S607 - git, wherever it is
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if archive.returncode:
        raise RuntimeError(f"git knows no revision {revision!r} with the package in it")
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(folder, filter="data")
    return Path(folder)


def _answers(tree: Path, groups: Sequence[Group], engine: str, stack: ExitStack) -> Iterator[dict[str, Any]]:
    """What the package in a folder answers, in the order of the groups; it runs in a process of its own."""
    request = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8"))  # noqa: SIM115 - the stack closes it
    json.dump({"engine": engine, "groups": groups}, request)
    request.seek(0)
    process = stack.enter_context(
        subprocess.Popen(
            [sys.executable, __file__, "--answer"],
            stdin=request,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(tree), "PYTHONIOENCODING": "utf-8"},
        )
    )
    assert process.stdout is not None  # noqa: S101 - what PIPE promises, said to mypy
    return map(json.loads, process.stdout)


def answer() -> None:
    """Writes a line for each article and pair of versions that standard input asks for."""
    import quotediff  # noqa: PLC0415 - the tree's that PYTHONPATH names

    request = json.load(sys.stdin)
    for name, paths in request["groups"]:
        extracts = [quotediff.extract(quotediff.read(path), engine=request["engine"]) for path in paths]
        for path, extract in zip(paths, extracts, strict=True):
            place = f"{name}/{Path(path).name}"
            _write(place, {"list": extract.to_dict(), "sources": quotediff.sources(extract).to_dict()})
        for old, new in pairwise(zip(paths, extracts, strict=True)):
            compared = quotediff.compare(old[1], new[1], select=["ALL"])
            _write(f"{name}/{Path(old[0]).stem}-{Path(new[0]).stem}", {"compare": compared.to_dict()})


def _write(place: str, found: Mapping[str, Any]) -> None:
    print(json.dumps({"place": place, "answer": found}, ensure_ascii=False), flush=True)


def renamed_keys(value: Any, renamed: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON
    """JSON with other keys, wherever they stand in it."""
    if isinstance(value, dict):
        return {renamed.get(key, key): renamed_keys(part, renamed) for key, part in value.items()}
    if isinstance(value, list):
        return [renamed_keys(part, renamed) for part in value]
    return value


def differences(old: Any, new: Any, key: str = "") -> Iterator[str]:  # noqa: ANN401 - any JSON
    """A line for each value that is in one of two pieces of JSON only, or is another in the second."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys((*old, *new)):
            below = f"{key}.{name}" if key else name
            if name in old and name in new:
                yield from differences(old[name], new[name], below)
            else:
                yield f"{below}: {_shown(old, name)} -> {_shown(new, name)}"
    elif isinstance(old, list) and isinstance(new, list):
        for k, (one, other) in enumerate(zip(old, new, strict=False)):
            yield from differences(one, other, f"{key}[{k}]")
        yield from _unpaired(key, len(new), old, "{} -> nothing")
        yield from _unpaired(key, len(old), new, "nothing -> {}")
    elif old != new or type(old) is not type(new):
        yield f"{key}: {_cut(old)} -> {_cut(new)}"


def _unpaired(key: str, start: int, values: Sequence[Any], wording: str) -> Iterable[str]:
    """Lines for the values from an index on."""
    return [f"{key}[{start + k}]: {wording.format(_cut(value))}" for k, value in enumerate(values[start:])]


def _shown(holder: Mapping[str, Any], name: str) -> str:
    return _cut(holder[name]) if name in holder else "nothing"


def _cut(value: Any) -> str:  # noqa: ANN401 - any JSON
    """A value as JSON in a line of a bounded length."""
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 3]}..."


if __name__ == "__main__":
    if sys.argv[1:] == ["--answer"]:
        answer()
    else:
        sys.exit(main())
