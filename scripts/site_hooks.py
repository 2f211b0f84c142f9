"""What MkDocs calls while it builds the site: adds pages that are made, turns links, looks for fetches."""

from __future__ import annotations

import logging
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files
from site_pages import made_pages, page_of_site

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

_log = logging.getLogger("mkdocs.hooks")  # a warning of it fails a strict build
_ELSEWHERE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_LOADED = {  # elements whose attribute a browser loads by itself
    "audio": "src",
    "embed": "src",
    "iframe": "src",
    "img": "src",
    "link": "href",
    "object": "data",
    "script": "src",
    "source": "src",
    "video": "src",
}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The files of ``docs/``, and the pages that are made."""
    for path, text in made_pages().items():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 - MkDocs'
    """A page of ``docs/`` with its links as they are on the site."""
    return markdown if page.file.generated_by else page_of_site(markdown, f"docs/{page.file.src_uri}")


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001 - MkDocs' call
    """The page, after a warning of everything that a browser would fetch from elsewhere."""
    for address in fetched(output):
        _log.warning("%s would have a reader's browser fetch %s", page.file.src_uri, address)
    return output


def fetched(page: str) -> list[str]:
    """The addresses elsewhere that a browser asks as soon as it shows a page."""
    finder = _Finder()
    finder.feed(page)
    return finder.found


class _Finder(HTMLParser):
    """Gathers what elements load by themselves from other hosts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Looks at one element; a frame that holds its page holds what that page loads."""
        values = dict(attrs)
        address = values.get(_LOADED.get(tag, "")) or ""
        named = tag == "link" and values.get("rel") in {"canonical", "prev", "next"}  # told, not loaded
        if not named and _ELSEWHERE.match(address):
            self.found.append(address)
        self.found += fetched(values.get("srcdoc") or "")
