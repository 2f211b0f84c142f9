"""The options every command that gives an answer shares, and the writing of it."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import wraps
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import click

from quotediff.cli.progress import is_terminal
from quotediff.cli.run import write_stderr, write_stdout
from quotediff.corpus.files import write_whole
from quotediff.errors import UsageError, meant, unwritable, why
from quotediff.limits import MAX_SUMMARY_BYTES
from quotediff.rendering import ANNOTATIONS, FORMATS, Options, formats, render, unfit
from quotediff.rendering import folder as annotated
from quotediff.values import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from quotediff.cli.run import Session
    from quotediff.config.codes import Selection
    from quotediff.model import Extract
    from quotediff.rendering import Result
    from quotediff.versions import EachComparison

_DEFAULT_COLUMNS = 100  # columns, where there is no terminal to ask
_DEFAULT = "table"
_EDITOR_SETTINGS_ENDING = ".conf"  # the ending of an editor's settings, which people change
_PAGE_FORMAT = "html"  # the format for browsers, and of files that are called so
_SUMMARY_VARIABLE = "GITHUB_STEP_SUMMARY"  # names a file that a workflow's step adds to
_DESCRIPTORS = ("/dev/fd/", "/dev/std", "/proc/")  # what the process has open, whatever that is
_CUT_NOTICE = "\n\n(cut here: a summary holds no more)\n"
_PAGER_SETTINGS = {"LESS": "FRX", "LV": "-c"}  # colours as such and the screen left as it is, as git has it
_WORKSPACES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")  # where runners of GitHub and GitLab put the files

_Target: TypeAlias = "tuple[str, str | None]"
"""A format and the file it is written to; None is standard output."""


@dataclass(frozen=True, slots=True)
class Output:
    """Where the answer goes and how it looks, as the user asked: once or more.

    ``targets`` are formats with where each goes; None is standard output. ``opened`` is the file that is to
    be opened in a browser, if any. ``paged``: a pager shows on a terminal what is longer than the screen.
    ``folder`` is that for a page a story, if any; or, of a format of ``annotations``, for files an article.
    """

    targets: tuple[tuple[str, str | None], ...]
    options: Options
    opened: str | None = None
    paged: bool = True
    folder: str | None = None
    annotations: str | None = None

    @property
    def data(self) -> bool:
        """Whether all formats carry the problems as data, so that standard error need not have them."""
        return {name.startswith("json") for name, _ in self.targets} == {True}

    @property
    def seen(self) -> bool:
        """Whether an answer goes to a terminal."""
        return _is_seen(self.targets)

    def write(self, result: Result) -> None:
        """Writes the result, in pieces as it comes; files first, so that they are there for who reads us.

        Raises:
            UsageError: it cannot be written there, or not in one of the formats; then nothing is written.
        """
        summary = os.environ.get(_SUMMARY_VARIABLE) if "github" in dict(self.targets) else None
        if len(self.targets) + bool(summary) + bool(self.folder) > 1:
            result = _kept(result)
        answers = [(path, render(name, result, self._options(path))) for name, path in self.targets]
        if self.folder is not None:
            _write_folder(Path(self.folder), self._pages(result))
        if summary:
            _summarize(summary, render("markdown", result, self._options(summary)))
        for path, pieces in sorted(answers, key=lambda answer: answer[0] is None):
            if path is None:
                self._show(pieces)
                continue
            try:
                _write_file(Path(path), pieces)
            except OSError as error:
                raise unwritable(path, error) from error
        if self.opened is not None:
            _open(self.opened)

    def _pages(self, result: Result) -> Iterator[tuple[str, Iterable[str]]]:
        """The files of the folder, each with its name."""
        if self.annotations is not None:
            for name, text in annotated(self.annotations, cast("Iterable[Extract]", result)):
                yield name, (text,)
            return
        from quotediff.rendering.page import folder as pages  # noqa: PLC0415 - most runs show no page

        yield from pages(cast("EachComparison", result), self.options)

    def _show(self, pieces: Iterable[str]) -> None:
        """Writes to standard output; on a terminal through a pager, if there is more than a screen of it."""
        if not (self.paged and _terminal() and is_terminal(sys.stdin)):
            write_stdout(pieces)
            return
        text = "".join(pieces)
        if text.count("\n") < _screen().lines:
            write_stdout([text])
        else:
            for name, value in _PAGER_SETTINGS.items():
                os.environ.setdefault(name, value)
            click.echo_via_pager(text, color=self.options.color)

    def since(self, revision: str) -> Output:
        """The same, where paths that begin with the revision are no files."""
        return replace(self, options=replace(self.options, revisions=(f"{revision}:",)))

    def failing(self, wanted: Selection) -> Output:
        """The same, where what is wanted fails: what the command line or the settings name; else errors."""
        named = wanted.codes | wanted.levels
        if not named:
            return self
        return replace(self, options=replace(self.options, fail_on=named))

    def _options(self, path: str | None) -> Options:
        """Colors are for standard output, unless they are asked for everywhere."""
        if path is None or len(self.targets) == 1:
            return self.options
        return replace(self.options, color=False)

    def refuse_to_overwrite(self, inputs: Iterable[str]) -> None:
        """Refuses to write over an input, by whatever name: another spelling, a link.

        Raises:
            UsageError: an output is one of ``inputs``, or of what the session reads beside them; or two
                outputs are one file.
        """
        there = _files_in(self.folder, "*" if self.annotations else "*.html")
        outputs = {_identity(page): page for page in there}
        outputs.pop(None, None)
        for target in filter(None, [path for _, path in self.targets]):
            known = _identity(target)
            if known in outputs:
                raise UsageError(f"--output: two answers cannot go to {target}; name a file for each")
            if known is not None:
                outputs[known] = target
        if not outputs:
            return
        session: Session = click.get_current_context().obj
        for path in chain(inputs, session.inputs):
            target = outputs.get(_identity(path), "")
            if target:
                raise UsageError(f"{target}: is an input; name another {self._option(target)}")

    def _option(self, target: str) -> str:
        """What is to be named in place of it, and after which option."""
        named = any(target == path for _, path in self.targets)
        return "file after --output" if named else "folder after --output-dir"


def _identity(path: str) -> tuple[int, int] | None:
    """What tells a file, or a named pipe, from all others; None if there is none, or it is something else."""
    try:
        found = Path(path).stat()
    except (OSError, ValueError):  # a ValueError: a NUL in the name
        return None
    its_own = stat.S_ISREG(found.st_mode) or stat.S_ISFIFO(found.st_mode)
    return (found.st_dev, found.st_ino) if its_own else None


def _files_in(folder: str | None, pattern: str) -> list[str]:
    """The files that may lie in a folder already, from an earlier run or not."""
    return [] if folder is None else sorted(map(str, Path(folder).glob(pattern)))


def _kept(result: Result) -> Result:
    """The result, to be taken more than once."""
    from quotediff.versions import EachComparison, EachSources  # noqa: PLC0415 - most runs need neither

    if isinstance(result, EachSources):
        return EachSources(tuple(result))
    if isinstance(result, EachComparison):
        return EachComparison(tuple(result))
    return tuple(result) if isinstance(result, Iterator) else result


def _screen() -> os.terminal_size:
    """How large the terminal is, or is said to be by COLUMNS and LINES; else what is usual."""
    usual = os.terminal_size((_DEFAULT_COLUMNS, 24))
    if not (_terminal() or "COLUMNS" in os.environ):
        return usual
    import shutil  # noqa: PLC0415 - what else is in it takes a start longer than a short answer

    return shutil.get_terminal_size(usual)


def _terminal() -> bool:
    return is_terminal(sys.stdout)


def _summarize(path: str, pieces: Iterable[str]) -> None:
    """Adds to the summary of a workflow's step what fits into it, whole pieces only.

    GitHub drops a summary that is larger than it may be. What cannot be written is no reason to fail: the
    answer itself is elsewhere.
    """
    try:
        with Path(path).open("a", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            stream.seek(0, os.SEEK_END)
            left = MAX_SUMMARY_BYTES - stream.tell() - len(_CUT_NOTICE.encode())
            for piece in pieces:
                left -= len(piece.encode("utf-8", "backslashreplace"))
                if left < 0:
                    stream.write(_CUT_NOTICE)
                    return
                stream.write(piece)
            stream.write("\n")
    except OSError as error:
        write_stderr(f"{path}: the summary cannot be written: {why(error)}")


def _write_folder(folder: Path, files: Iterable[tuple[str, Iterable[str]]]) -> None:
    """The files, as they come. Settings of an editor that are there already stay as they are."""
    path = folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, pieces in files:
            path = folder / name
            if path.suffix != _EDITOR_SETTINGS_ENDING or not path.exists():
                _write_file(path, pieces)
    except OSError as error:
        raise unwritable(str(path), error) from error


def _write_file(path: Path, pieces: Iterable[str]) -> None:
    """All pieces as the file's new content, or the old file untouched. Devices and pipes are written into."""
    if not str(path).startswith(_DESCRIPTORS) and (path.is_file() or not path.exists()):
        write_whole(path, pieces)
        return
    with (
        suppress(BrokenPipeError),  # whoever reads a pipe may have seen enough
        path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream,
    ):
        stream.writelines(pieces)


class _Format(click.Choice):  # type: ignore[type-arg]  # older clicks cannot say of what
    """A format that the command's answer can be shown in."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        """The format; one that is for other commands, or resembles one of these, is named."""
        word = str(value)
        if word in (*FORMATS, *ANNOTATIONS) and word not in self.choices:
            raise unfit(word, map(str, self.choices))
        like = None if word in self.choices else meant(word, map(str, self.choices))
        if like:
            self.fail(f"there is no format {word!r}; did you mean {like}?", param, ctx)
        return super().convert(value, param, ctx)


def output_options(*answers: str) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Gives a command --format, --output, --width and --color, as its argument ``output``.

    ``answers`` are what it writes, named as the functions of ``render.Renderer`` that show them.
    """
    fit = formats(*answers)

    def decorate(command: Callable[..., object]) -> Callable[..., object]:
        @wraps(command)
        def with_output(*args: object, **kwargs: Any) -> object:  # noqa: ANN401 - click's values
            asked = _Asked(**{name: kwargs.pop(name) for name in _Asked.__slots__ if name in kwargs})
            return command(*args, output=_output(asked, answers, fit), **kwargs)

        for answer in answers:
            if answer in _FOLDER_OPTIONS:
                _FOLDER_OPTIONS[answer](with_output)
        for option in reversed((_format_option(fit), *_OUTPUT_OPTIONS)):
            option(with_output)
        return with_output

    return decorate


def _of_annotations(name: str | None) -> str:
    """The format of annotations that a folder is filled with."""
    if name not in ANNOTATIONS:
        raise UsageError(f"--output-dir: is for annotations; give --format {', '.join(ANNOTATIONS)}")
    return name


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the options of an answer say, by their names; a command has not all of them."""

    format_: str | None
    written_to: tuple[str, ...]
    width: int | None
    color: str
    open_: bool
    pager: bool
    output_dir: str | None = None
    summary: bool = False
    with_text: bool = False


def _output(asked: _Asked, answers: Sequence[str], fit: Sequence[str]) -> Output:
    """Where the answer goes and how it looks.

    Raises:
        UsageError: a format does not fit the answer, or two outputs are to go to one place.
    """
    folder, format_ = asked.output_dir, asked.format_
    of_annotations = _of_annotations(format_) if folder and "extracts" in answers else None
    if of_annotations:
        format_ = None
    if folder is None:
        targets, opened = _of_files(asked.written_to, format_, open_=asked.open_)
    else:
        targets, opened = _beside_folder(folder, asked.written_to, format_, open_=asked.open_)
    for name, _ in targets:
        if name not in fit:
            raise unfit(name, fit)
    color = _colored(asked.color, terminal=_is_seen(targets))
    options = Options(asked.width or _screen().columns, color=color, with_text=asked.with_text)
    options = replace(options, summary=asked.summary, root=_root(), here=_here())
    return Output(targets, options, opened, asked.pager, folder, of_annotations)


def _is_seen(targets: Sequence[_Target]) -> bool:
    """Whether one of the targets is a terminal."""
    return any(path is None for _, path in targets) and _terminal()


def _of_files(
    written_to: Sequence[str], format_: str | None, *, open_: bool
) -> tuple[tuple[_Target, ...], str | None]:
    """What is written where if there is no folder, and the page that is opened, if any."""
    if not open_:
        return _targets(written_to, format_), None
    page = None if written_to else _PAGE_FORMAT
    return _with_page(_targets(written_to, format_ or page))


def _beside_folder(
    folder: str, written_to: Sequence[str], format_: str | None, *, open_: bool
) -> tuple[tuple[_Target, ...], str | None]:
    """What is written besides a folder: what is asked for only; and its index, if it is opened."""
    targets = _targets(written_to, format_) if written_to or format_ else ()
    return targets, str(Path(folder) / "index.html") if open_ else None


def _format_option(fit: Sequence[str]) -> Callable[[Callable[..., object]], Callable[..., object]]:
    return click.option(
        "--format",
        "-f",
        "format_",
        type=_Format(fit),
        help=f"The output format [default: {_DEFAULT}].",
    )


def _targets(paths: Sequence[str], format_: str | None) -> tuple[_Target, ...]:
    """What is to be written where: each ``FORMAT=FILE`` as it says, each ``FILE`` in the format asked for.

    A format that is asked for and has no file goes to standard output.

    Raises:
        UsageError: two outputs are to go to one place.
    """
    targets: list[tuple[str, str]] = []
    for word in paths:
        name, equals, path = word.partition("=")
        if equals and name in (*FORMATS, *ANNOTATIONS):
            targets.append((name, path or "-"))
        else:
            format_ = format_ or _format_of_file(word)
            targets.append((format_, word))
    if format_ is None and not targets:
        format_ = _DEFAULT
    if format_ is not None and not any(name == format_ for name, _ in targets):
        targets.append((format_, "-"))
    places = [path if path == "-" else str(Path(path).absolute()) for _, path in targets]
    for index, place in enumerate(places):
        if place in places[:index]:
            where = "standard output" if place == "-" else targets[index][1]
            raise UsageError(f"--output: two answers cannot go to {where}; name a file for each")
    return tuple((name, None if path == "-" else path) for name, path in targets)


def _format_of_file(name: str) -> str:
    """The format of a file for which none is asked: a page for what is called so."""
    return _PAGE_FORMAT if name.lower().endswith((".html", ".htm")) else _DEFAULT


def _with_page(targets: tuple[_Target, ...]) -> tuple[tuple[_Target, ...], str]:
    """The targets with a page in a file, and that file: one that is asked for, or a temporary one."""
    page = next((path for name, path in targets if name == _PAGE_FORMAT and path is not None), None)
    if page is not None:
        return targets, page
    import tempfile  # noqa: PLC0415 - most runs open nothing

    descriptor, page = tempfile.mkstemp(".html", "quotediff-")
    os.close(descriptor)
    others = tuple(target for target in targets if target != (_PAGE_FORMAT, None))
    return (*others, (_PAGE_FORMAT, page)), page


def _open(path: str) -> None:
    """Opens a page in the browser; where there is none, says where the page is."""
    import webbrowser  # noqa: PLC0415 - most runs open nothing

    page = Path(path).absolute()
    if not webbrowser.open(page.as_uri()):
        write_stderr(f"no browser could be started; the page is {page}")


def _here() -> str:
    """The working directory; empty if it is gone."""
    try:
        return str(Path.cwd())
    except OSError:
        return ""


def _root() -> str:
    """The folder from which reports name files; empty if there is none.

    The nearest one upwards that git knows as a work tree's; without git, the one in which a forge's runner
    has put the files, if the working directory is in it; else the working directory.
    """
    here = Path(_here())
    named = [Path(os.environ[name]) for name in _WORKSPACES if os.environ.get(name)]
    work_trees = (folder for folder in (here, *here.parents) if (folder / ".git").exists())
    of_runners = (folder for folder in named if here.is_relative_to(folder))
    return str(next(chain(work_trees, of_runners), here)) if _here() else ""


_OUTPUT_OPTIONS = (
    click.option("--open", "open_", is_flag=True, help="Show the answer as a page in the browser."),
    click.option(
        "--output",
        "-o",
        "written_to",
        metavar="[FORMAT=]FILE",
        multiple=True,
        help="Write to this file instead of standard output (-), never over an input. May be repeated.",
    ),
    click.option(
        "--pager/--no-pager",
        default=True,
        help="On a terminal, show long answers in a pager ($PAGER) [default: pager].",
    ),
    click.option(
        "--width",
        type=click.IntRange(20, 1000),
        metavar="COLUMNS",
        help="The width of tables [default: the terminal's].",
    ),
    click.option(
        "--color",
        type=click.Choice(("auto", "always", "never")),
        default="auto",
        show_default=True,
        help="Use colors; auto: on a terminal unless NO_COLOR is set, and anywhere if FORCE_COLOR is set.",
    ),
)

_FOLDER_OPTIONS: dict[
    str, Callable[[Callable[..., object]], Callable[..., object]]
] = {  # what is written into a folder, by the answer
    "comparisons": click.option(
        "--output-dir",
        metavar="DIR",
        help="Write a page for each story into this folder, and index.html, which lists them, worst first.",
    ),
    "extracts": click.option(
        "--output-dir",
        metavar="DIR",
        help="Write the files of each article into this folder, in a format of annotations such as brat.",
    ),
}

summary_option = click.option(
    "--summary", is_flag=True, help="Show only the head of a table: files and counts."
)
"""For commands that compare; it is below ``output_options``, as ``text_option``."""

text_option = click.option("--with-text", is_flag=True, help="Include the article's whole text in JSON.")
"""For commands whose answers hold articles; stands below ``output_options``."""


def _colored(choice: str, *, terminal: bool) -> bool:
    """Whether to color: the option, else NO_COLOR, else FORCE_COLOR, else whether a terminal reads it.

    NO_COLOR as https://no-color.org has it, FORCE_COLOR as https://force-color.org: set and not empty.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"
