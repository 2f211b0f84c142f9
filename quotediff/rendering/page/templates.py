"""Fills the templates with Jinja2, which escapes every value. Style and script are known by their hashes."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from quotediff import __version__
from quotediff.rendering.terminal import escaped

_FOLDER = resources.files("quotediff.rendering.page")  # not by __file__: the package may be in an archive


def page(name: str, **values: object) -> Iterator[str]:
    """A whole page in pieces, from the template ``NAME.html``."""
    return _environment().get_template(f"{name}.html").generate(layout="page.html", **_common(), **values)


def fragment(name: str, values: dict[str, object]) -> str:
    """The inside of a page with its style, to stand in another page."""
    template = _environment().get_template(f"{name}.html")
    return template.render(layout="fragment.html", **_common(), **values)


@cache
def _environment() -> Environment:
    return Environment(
        autoescape=True,
        finalize=_shown,
        loader=FunctionLoader(_read),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )


def _shown(value: object) -> object:
    """A value as a page shows it: what nobody would see, or what reorders text, as an escape."""
    return escaped(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _common() -> dict[str, object]:
    style, script = _read("page.css"), _read("page.js")
    return {
        "version": __version__,
        "style": style,
        "script": script,
        "style_hash": _hash(style),
        "script_hash": _hash(script),
    }


def _hash(text: str) -> str:
    """What a content security policy calls a text: ``sha256-...``."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
