"""Pages in a real browser: keys, filters, links, what helps to read, and stories that would like to act."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import browsing
import pytest
import test_hostile
from browsing import Browser

import quotediff
from quotediff import Extract
from quotediff.model import Result
from quotediff.rendering import render
from quotediff.versions import EachComparison, EachSources

CORPUS = Path(__file__).parent.parent / "corpus"
AT = "document.activeElement.id"
SHOWN = "document.querySelector('[data-count]').textContent"
CARDS = (
    "[...document.querySelectorAll('.row .card')].filter((card) => card.offsetParent).map((card) => card.id)"
)
DARK = {"features": {"prefers-color-scheme": "dark"}}
PHONE = {"width": 390, "height": 844}
ZOOMED = {"width": 320, "height": 225, "scale": 4}  # 400% of a window of 1280
FORCED = {"features": {"forced-colors": "active"}}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    try:
        with browsing.running() as browser:
            yield browser
    except browsing.AbsentError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def versions() -> list[Extract]:
    return [quotediff.extract(CORPUS / "solvent-plant-fire" / f"v{n}.txt", "rules") for n in (1, 2, 3)]


Page = Callable[[object], str]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    """Writes the page of a result; its address out."""
    folder = tmp_path_factory.mktemp("pages")

    def written(result: object) -> str:
        path = folder / f"{len(list(folder.iterdir()))}.html"
        path.write_text("".join(render("html", result)), encoding="utf-8")  # type: ignore[arg-type]
        return path.as_uri()

    return written


@pytest.fixture(scope="module")
def compared(page: Page, versions: list[Extract]) -> str:
    """The address of a comparison with two errors, three warnings and two notes."""
    return page(quotediff.compare(*versions[:2]))


@pytest.fixture(scope="module")
def every(page: Page, versions: list[Extract], compared: str) -> list[str]:
    """A page of each kind."""
    steps = [quotediff.compare(old, new) for old, new in pairwise(versions)]
    killed = quotediff.compare(*(CORPUS / "senator-stroke-kill" / f"v{n}.txt" for n in (2, 3)))
    results: list[Result] = [
        killed,
        quotediff.compare(versions[0], versions[0]),
        EachComparison(steps),
        quotediff.history(versions),
        EachSources([quotediff.sources(one) for one in versions]),
        quotediff.sources_history(versions),
        test_hostile.results()["check"],
    ]
    return [compared, page(versions[:1]), page(versions), *map(page, results)]


def test_keys_step_through_the_findings_as_they_stand(browser: Browser, compared: str) -> None:
    cards, *at = browser.visit(
        compared,
        ("see", CARDS),
        *(("press", key) if not see else ("see", AT) for key in "njpk" for see in (0, 1)),
    )
    assert at[1::2] == [cards[0], cards[1], cards[0], cards[-1]]
    assert len(cards) == 7


def test_the_address_names_the_finding_and_both_sides_are_marked(browser: Browser, compared: str) -> None:
    _, where, marked = browser.visit(
        compared,
        ("press", "n"),
        ("see", "location.hash.slice(1) === document.activeElement.id"),
        (
            "see",
            "['.old', '.new', '.what'].map((side) => document.querySelectorAll(`${side} .at`).length > 0)",
        ),
    )
    assert where
    assert marked == [True, True, True]


def test_a_page_opens_at_a_finding(browser: Browser, compared: str) -> None:
    box = "document.querySelector('#c3').getBoundingClientRect()"
    inside = f"{box}.top >= 0 && {box}.bottom <= innerHeight"
    assert browser.visit(f"{compared}#c3", ("see", AT), ("see", inside)) == ["c3", True]


@pytest.mark.parametrize(("key", "left"), [("1", 5), ("2", 4), ("3", 5)])
def test_numbers_hide_and_show_a_severity(browser: Browser, compared: str, key: str, left: int) -> None:
    gave = browser.visit(compared, ("press", key), ("see", SHOWN), ("press", key), ("see", SHOWN))
    assert gave[1::2] == [f"{left} of 7 shown", "7 of 7 shown"]


def test_filters_narrow_the_findings_and_their_list(browser: Browser, compared: str) -> None:
    listed = "[...document.querySelectorAll('.worst li')].filter((item) => !item.hidden).length"
    gave = browser.visit(
        compared,
        ("select", ["[data-filter=speaker]", "Dana Okafor"]),
        ("see", SHOWN),
        ("see", listed),
        ("select", ["[data-filter=family]", "new and gone"]),
        ("see", SHOWN),
    )
    assert gave[1:3] == ["2 of 7 shown", 2]
    assert gave[4] == "0 of 7 shown"


@pytest.mark.parametrize("name", ["Walt Brzezinski", "A union representative at the plant"])
def test_who_lost_a_name_is_found_by_either(browser: Browser, compared: str, name: str) -> None:
    code = f"{CARDS}.map((id) => document.getElementById(id).querySelector('.code summary').textContent)"
    gave = browser.visit(compared, ("select", ["[data-filter=speaker]", name]), ("see", code))
    assert gave[1] == ["QD204 source-anonymized"]


def test_what_a_filter_finds_is_listed_though_it_was_folded(browser: Browser, compared: str) -> None:
    listed = "[...document.querySelectorAll('.worst li')].filter((one) => one.checkVisibility()).length"
    gave = browser.visit(
        compared,
        ("see", listed),
        ("select", ["[data-filter=family]", "new and gone"]),
        ("see", listed),
    )
    assert gave[::2] == [5, 1]


LISTED = (
    "[...document.querySelectorAll('.worst li')].filter((one) => !one.hidden).map((one) => one.innerText)"
)


def test_what_an_editor_asks_takes_one_action(browser: Browser, compared: str) -> None:
    worst, _, words, before = browser.visit(
        compared,
        ("see", "document.querySelector('.worst .words').textContent"),
        ("click", ".worst a"),
        ("see", "document.activeElement.querySelector('.changed').textContent"),
        ("see", "document.querySelector('.old .at').closest('p').textContent"),
    )
    assert worst == '"people" became "crews" in a quote of Dana Okafor'
    assert "crews" in words
    assert "people" in before
    _, lost = browser.visit(compared, ("select", ["[data-filter=family]", "who said it"]), ("see", LISTED))
    assert [line for line in lost if line.startswith("ERROR")] == lost
    assert "Walt Brzezinski is now" in lost[0]
    _, new = browser.visit(compared, ("select", ["[data-filter=speaker]", "Lena Whitfield"]), ("see", LISTED))
    assert len(new) == 1
    assert "The old version has no quote of Lena Whitfield" in new[0]


def test_a_search_finds_words_and_enter_goes_there(browser: Browser, compared: str) -> None:
    gave = browser.visit(
        compared,
        ("press", "/"),
        ("type", "freight train"),
        ("see", SHOWN),
        ("press", "Enter"),
        ("see", AT),
        ("see", CARDS),
    )
    assert gave[2] == "1 of 7 shown"
    assert [gave[4]] == gave[5]


def test_u_opens_what_is_unchanged_and_a_question_mark_the_keys(browser: Browser, compared: str) -> None:
    folds = "[...document.querySelectorAll('.unchanged')].every((fold) => fold.open)"
    opened = "document.querySelector('dialog').open"
    gave = browser.visit(
        compared,
        ("see", folds), ("press", "u"), ("see", folds), ("press", "u"), ("see", folds),
        ("press", "?"), ("see", opened), ("press", "Escape"), ("see", opened),
    )  # fmt: skip
    assert gave[::2] == [False, True, False, True, False]


def test_links_lead_to_what_they_name(browser: Browser, compared: str) -> None:
    gave = browser.visit(
        compared,
        ("click", ".worst a"), ("see", AT),
        ("click", "#c1 .where a"), ("see", "document.querySelector(':target').className"),
        ("click", ".new a.error"), ("see", "document.activeElement.className"),
    )  # fmt: skip
    assert gave[1] == "c1"
    assert "block" in gave[3]
    assert gave[5] == "card error at"


def test_a_story_among_many_unfolds_at_its_finding(
    browser: Browser, page: Page, versions: list[Extract]
) -> None:
    many = page(EachComparison([quotediff.compare(old, new) for old, new in pairwise(versions)]))
    unfolded = "document.activeElement.closest('details').open"
    gave = browser.visit(many, ("click", ".index a"), ("click", ".worst a"), ("see", unfolded))
    assert gave[2]
    titles = (
        "[...document.querySelectorAll('.index td:nth-child(4)')].map((cell) => Number(cell.textContent))"
    )
    up, down = browser.visit(
        many,
        ("click", ".index th:nth-child(4) button"),
        ("see", titles),
        ("click", ".index th:nth-child(4) button"),
        ("see", titles),
    )[1::2]
    assert up == down[::-1]
    assert up != down


@pytest.mark.parametrize(
    "how", [{}, DARK, PHONE, ZOOMED, FORCED], ids=["light", "dark", "phone", "400%", "forced"]
)
def test_nothing_stands_in_the_way_of_anybody(
    browser: Browser, every: list[str], how: dict[str, object]
) -> None:
    wide = "document.documentElement.scrollWidth > innerWidth"
    for url in every:
        assert browser.visit(url, ("axe", None), ("see", wide), **how) == [[], False], url


def test_focus_is_seen(browser: Browser, compared: str) -> None:
    style = "getComputedStyle(document.activeElement)"
    outline = f"{style}.outlineStyle + {style}.outlineWidth"
    for how in ({}, DARK, PHONE):
        gave = browser.visit(
            compared, ("press", "Tab"), ("see", outline), ("press", "n"), ("see", outline), **how
        )
        assert gave[1::2] == ["solid3px", "solid3px"]


def test_a_page_prints(browser: Browser, compared: str, tmp_path: Path) -> None:
    browser.visit(compared, ("pdf", str(tmp_path / "page.pdf")))
    pages = (tmp_path / "page.pdf").read_bytes().count(b"/Type /Page\n")
    assert 2 <= pages <= 4


def test_a_hostile_story_changes_nothing_but_its_own_words(browser: Browser, page: Page) -> None:
    acts = [
        "<script>document.title = 'taken'</script>",
        "<img src=x onerror=alert(1)>",
        "</style></script><script>alert(1)</script>",
        '"><svg onload=alert(1)>',
        "{{ 7 * 7 }} {% raw %}",
        "javascript:alert(1)",
        test_hostile.ACTIVE,
    ]
    for act in acts:
        old, new = (
            quotediff.read_bytes(
                f'Gates\n\n"We {verb} it {act}," said Ana {act}, an engineer.\n\n{act}\n'.encode(),
                f"{act}.txt",
                format="plain",
            )
            for verb in ("shut", "opened")
        )
        results: list[object] = [quotediff.compare(old, new), [quotediff.extract(old, "rules")]]
        for result in results:
            _untouched(browser, page(result))


@pytest.mark.parametrize("name", test_hostile.POISONED)
def test_hostile_words_in_a_result_are_words(browser: Browser, page: Page, name: str) -> None:
    _untouched(browser, page(test_hostile.POISONED[name]))


def _untouched(browser: Browser, url: str) -> None:
    seen = "[document.title !== 'taken', document.scripts.length, document.images.length]"
    gave = browser.visit(url, ("see", seen), ("press", "n"), ("axe", None))
    assert (gave[0], gave[2]) == ([True, 1, 0], [])


def test_a_thousand_findings_scroll(browser: Browser, page: Page) -> None:
    old, new = (_story(1000, 0, verb) for verb in ("open", "close"))
    slow = """new Promise((done) => {
      const begin = performance.now();
      let frames = 0;
      const down = () => {
        scrollBy(0, 2000);
        if (++frames < 30) requestAnimationFrame(down);
        else done((performance.now() - begin) / frames);
      };
      requestAnimationFrame(down);
    })"""
    gave = browser.visit(
        page(quotediff.compare(old, new)), ("see", SHOWN), ("see", slow), ("press", "1"), ("see", SHOWN)
    )
    assert gave[0] == "1000 of 1000 shown"
    assert gave[1] < 100  # milliseconds a frame
    assert gave[3] == "0 of 1000 shown"


def test_a_story_of_200_kb_opens_in_a_second(browser: Browser, page: Page) -> None:
    old, new = (_story(360, 3, verb, every=20) for verb in ("open", "close"))
    assert 190_000 < len(old.document.text) < 210_000
    url = page(quotediff.compare(old, new))
    assert Path(url.removeprefix("file://")).stat().st_size < 1_000_000
    took = "performance.getEntriesByType('navigation')[0].loadEventEnd"
    assert min(browser.visit(url, ("see", took))[0] for _ in range(3)) < 1000


def test_what_stays_in_sight_covers_nothing(browser: Browser, compared: str) -> None:
    bottom = "Math.round(document.querySelector('.filters').getBoundingClientRect().bottom)"
    top = "Math.round(document.querySelector('.heads').getBoundingClientRect().top)"
    for width in (900, 1100, 1280, 1600):
        _, under, head = browser.visit(compared, ("press", "n"), ("see", bottom), ("see", top), width=width)
        assert head >= under, width


def _story(quotes: int, more: int, verb: str, every: int = 1) -> Extract:
    """A story of quotes, each followed by ``more`` paragraphs; in every so many the verb is another."""
    council = (
        "The council met for the third time this week and the members heard from engineers about the state "
        "of the river, the gates and the roads that run along it.\n\n"
    )
    said = (
        f'"We will {verb if k % every == 0 else "open"} gate number {k} on the northern bank," said Ana '
        f"Ruiz, a city engineer.\n\n{council * more}"
        for k in range(quotes)
    )
    return quotediff.extract(quotediff.read_text("Gates\n\n" + "".join(said)), "rules")
