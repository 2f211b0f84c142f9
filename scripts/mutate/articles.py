"""Articles with what people marked as quoted in them, in one shape: the project's corpus, and PolNeAR.

A statement is one marked attribution. What the operations need to know of it is read off its copy here, by a
few plain rules: how it is built (its *shape*), who is its source, and who *he* is. Nothing of the tool's own
analysis is asked, but for its reader of paragraphs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from quotediff.corpus.loader import load
from quotediff.lang.lexicon import rows
from quotediff.readers import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Range = tuple[int, int]

LEAST = 3  # paragraphs below which nothing can be moved about
_MARK = re.compile(r"''|``|[“”\"«»]")
_STOP = re.compile(r"[.!?]['’]?(?:''|[”\"»)])?(?=\s|$)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Sgt|St|Jr|Sr|vs|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Inc|Co|Corp)"
    r"|\b[A-Z]|\b[ap]\.m|U\.S|\.\.)\.$"
)
PRONOUNS = frozenset({"he", "she", "they", "it", "who", "we", "i", "you"})
_LEANING = re.compile(  # what begins a paragraph that leans on the one before it
    r"(?:He|She|They|It|His|Her|Their|Its|Him|Them|That|This|These|Those|Such|But|And|So|Then|Yet|Still|Instead"
    r"|However|Also|Both|Another|Later|Asked|In response|The (?:two|former|latter|same))\b"
)
_NAME = re.compile(r"[A-Z][\w'’.-]*(?:\s+(?:de|van|von|bin|al|der|la|Mc)?\s?[A-Z][\w'’.-]*)*")
_TITLES = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Col|Lt|Sgt|Prof|Rev)\.?|Senator|Representative|Governor|General"
    r"|President|Mayor|Judge|Justice|Secretary|Professor|Sheriff|Chief|Captain|Detective|Congressman|Deputy|Vice"
    r"|Congresswoman|Attorney|Speaker|Sir|Dame|Lady|Lord|Former|Prime|Minister|Fire|Police|Press|State|House|Senate"
    r"|The|U\.S\.|Republican|Democratic|Democrat|GOP|Reverend|Chairman|Chairwoman|Director)\s+"
)
_PEOPLE = re.compile(r"\b(?:and|officials|people|voters|residents|supporters|members|both|sources|experts)\b")
_UNNAMED = re.compile(
    r"^(?:an?|the|one|two|three|several|some|another)\b[^A-Z]*\b(?:official|source|person|aide|adviser|spokesman"
    r"|spokeswoman|spokesperson|diplomat|officer|lawmaker|staffer|operative|strategist|witness)\b"
)
ANONYMITY = re.compile(
    r"\b(?:anonym\w*|declined to be|authori[sz]ed|not to be (?:named|identified)|condition (?:of|that))\b"
)
TRANSCRIPT = re.compile(r"^[A-Z][A-Z .'-]+:", re.MULTILINE)
RESPONSE = re.compile(
    r"\b(?:declin\w+ (?:\w+ )?(?:to|comment)|(?:did|does|do"
    r"|could|would|has|have|had|was|were) ?(?:not|n['’]t) (?:\w+ )?"
    r"(?:respond|return|reply|repl|reach|available|comment|answer)\w*|no comment|refus\w+|unavailable"
    r"|immediately (?:respond|return|available)|request\w* for comment|not return)"
)


@dataclass(frozen=True, slots=True)
class Who:
    """A source as its words tell. ``surname`` is empty but for a person named in the copy."""

    sort: str  # "person", "pronoun", "plural", "unnamed", "other"
    surname: str = ""
    full: str = ""  # the name with all its words, without title, if this mention has more than one
    key: str = ""  # who it is within the article, as far as a rule can tell; empty if it cannot


@dataclass(frozen=True, slots=True)
class Statement:
    """One marked attribution. Ranges count code points of the article.

    ``contents`` are the words said, outer marks excluded; ``regions`` the same with their marks. ``marked``
    are the stretches of them between marks. ``shape`` is ``head`` (*X said that ...*), ``tail``
    (*..., X said*), or empty for what the operations on attributions keep away from. ``attribution`` is what
    goes when the attribution goes; ``sentence`` all of the sentence that holds it and the first of its words.
    """

    number: int
    contents: tuple[Range, ...]
    regions: tuple[Range, ...]
    marked: tuple[Range, ...]
    source: Range | None
    cue: Range | None
    kind: str
    paragraph: int
    shape: str = ""
    attribution: Range = (0, 0)
    sentence: Range = (0, 0)
    who: Who = field(default_factory=lambda: Who("other"))
    pure: bool = False  # nothing stands in the sentence but this statement

    @property
    def start(self) -> int:
        """Where it begins."""
        return min(r[0] for r in (*self.regions, *(x for x in (self.source, self.cue) if x)))

    @property
    def end(self) -> int:
        """Where it ends."""
        return max(r[1] for r in (*self.regions, *(x for x in (self.source, self.cue) if x)))


@dataclass(frozen=True)
class Article:
    """An article, its paragraphs of body copy, and its statements in order."""

    name: str
    text: str
    paragraphs: tuple[Range, ...]
    statements: tuple[Statement, ...]
    headline: Range | None = None

    @cached_property
    def by_paragraph(self) -> dict[int, tuple[Statement, ...]]:
        """The statements that begin in each paragraph."""
        table: dict[int, list[Statement]] = {}
        for statement in self.statements:
            table.setdefault(statement.paragraph, []).append(statement)
        return {k: tuple(v) for k, v in table.items()}

    def of(self, where: Range) -> str:
        """The copy of a range."""
        return self.text[where[0] : where[1]]

    def leans(self, paragraph: int) -> bool:
        """Whether a paragraph cannot be parted from the one before it: *he*, an opened quotation."""
        if paragraph >= len(self.paragraphs):
            return False
        first, last = self.paragraphs[paragraph]
        copy = self.text[first:last]
        if _LEANING.match(copy.lstrip("“\"'`‘ ")):
            return True
        if paragraph and not balanced(self.of(self.paragraphs[paragraph - 1])):
            return True
        if paragraph and self.of(self.paragraphs[paragraph - 1]).rstrip().endswith((":", "—", "--", "-")):
            return True
        for statement in self.by_paragraph.get(paragraph, ()):
            if statement.who.sort == "pronoun" or statement.source is None or statement.cue is None:
                return True
            if not first <= statement.source[0] < last:
                return True
            break
        here = self.by_paragraph.get(paragraph, ())
        return bool(re.match(r"[“”\"'‘«`]", copy)) and (not here or here[0].start > first + 2)


def balanced(copy: str) -> bool:
    """Whether the marks of a paragraph pair."""
    return (
        copy.count('"') % 2 == 0
        and copy.count("''") % 2 == 0
        and copy.count("“") == copy.count("”")
        and not _MARK.match(copy[-1:] + " ")
    ) or (copy.count("“") == copy.count("”") and copy.count('"') % 2 == 0 and copy.count("''") % 2 == 0)


def sentences(text: str, where: Range) -> list[Range]:
    """The sentences of a paragraph, split at stops by a rule of thumb."""
    out: list[Range] = []
    start = where[0]
    for stop in _STOP.finditer(text, *where):
        after = text[stop.end() : stop.end() + 3].lstrip()
        if re.search(r"\s\.$", text[start : stop.start() + 1]) or after.startswith("."):
            continue  # an ellipsis in spaced points
        if _ABBREVIATED.search(text[start : stop.start() + 1]) or (after and after[0].islower()):
            continue
        out.append((start, stop.end()))
        start = stop.end()
        while start < where[1] and text[start].isspace():
            start += 1
    if start < where[1]:
        out.append((start, where[1]))
    return out


def corpus(folder: Path) -> Iterator[Article]:
    """Every version of the project's corpus whose quotes are written down.

    Stories of a group are left out: figures over these articles go on meaning the same.
    """
    for story in load(folder):
        if story.group is not None:
            continue
        for version in story.versions:
            marked = []
            keys = {
                s.key: s.name if s.kind.value == "person" else re.sub("^the ", "", s.name.lower())
                for s in version.speakers
            }
            for quote in version.quotes or ():
                if quote.within is not None:
                    continue
                source = quote.source.spans[0] if quote.source and not quote.inherited else None
                cue = quote.cue.spans[0] if quote.cue else None
                marked.append(
                    (
                        [(s.start, s.end) for s in quote.content.spans],
                        (source.start, source.end) if source else None,
                        (cue.start, cue.end) if cue else None,
                        quote.kind.value,
                        keys.get(quote.speaker or "", ""),
                    )
                )
            article = _article(f"{story.slug}/{version.name}", version.text, marked)
            if len(article.paragraphs) >= LEAST:
                yield article


def polnear(folder: Path) -> Iterator[Article]:
    """PolNeAR's articles, read from where they lie; of several annotators the first by name counts."""
    for path in sorted((folder / "train" / "text").glob("*.txt")):
        annotation = min((folder / "train" / "attributions").glob(f"{path.stem}_*.ann"), default=None)
        if annotation is None:
            continue
        text = path.read_bytes().decode("utf-8")
        marked = [(*m, "", "") for m in _standoff(annotation.read_text(encoding="utf-8"))]
        article = _article(path.stem, text, marked)
        if len(article.paragraphs) >= LEAST:
            yield article


def _standoff(annotation: str) -> Iterator[tuple[list[Range], Range | None, Range | None]]:
    parts: dict[str, list[Range]] = {}
    for line in annotation.splitlines():
        fields = line.split("\t")
        if line.startswith("T") and len(fields) > 2:
            _, where = fields[1].split(" ", 1)
            parts[fields[0]] = [(int(a), int(b)) for a, b in (s.split() for s in where.split(";"))]
        elif line.startswith("E") and len(fields) > 1:
            roles: dict[str, list[Range]] = {"Content": [], "Source": [], "Cue": []}
            for role, reference in (r.split(":") for r in fields[1].split()):
                name = role.rstrip("0123456789")
                if name in roles:
                    roles[name] += parts.get(reference, [])
            if roles["Content"] and roles["Cue"]:
                source = sorted(roles["Source"])
                yield sorted(roles["Content"]), source[0] if source else None, min(roles["Cue"])


def _article(
    name: str, text: str, marked: Sequence[tuple[list[Range], Range | None, Range | None, str, str]]
) -> Article:
    document = read_bytes(text.encode(), name)
    paragraphs = tuple(
        (p.span.start, p.span.end) for p in document.paragraphs if p.role in ("body", "summary")
    )
    headline = next(((p.span.start, p.span.end) for p in document.paragraphs if p.role == "headline"), None)
    article = Article(name, text, paragraphs, ())
    found = [s for s in (_statement(article, *m) for m in marked) if s is not None]
    found.sort(key=lambda s: (s.start, s.end))
    found = [s for k, s in enumerate(found) if not any(_within(s, o) for o in found if o is not s)]
    named = _people(article, found)
    numbered = [replace(s, number=k) for k, s in enumerate(_known(article, found, named))]
    return Article(name, text, paragraphs, tuple(numbered), headline)


def _within(inner: Statement, outer: Statement) -> bool:
    return any(a <= inner.start and inner.end <= b for a, b in outer.contents)


def _statement(  # noqa: PLR0913, PLR0917 - a statement as its source gives it
    article: Article,
    contents: Sequence[Range],
    source: Range | None,
    cue: Range | None,
    kind: str,
    speaker: str,
) -> Statement | None:
    text = article.text
    regions, bare, marked, direct = [], [], [], True
    for given in contents:
        region, inner, quoted_ranges = _bare(article, *given, kind)
        if not any(c.isalnum() for c in text[inner[0] : inner[1]]):
            continue
        regions.append(region)
        bare.append(inner)
        marked += quoted_ranges
        direct = direct and quoted_ranges == [inner]
    if not bare:
        return None
    kind = kind or ("direct" if direct else "mixed" if marked else "indirect")
    if kind == "mixed" and not marked:
        return None  # marks of another kind than those looked for
    at = next((k for k, p in enumerate(article.paragraphs) if p[0] <= bare[0][0] < p[1]), -1)
    if at < 0:
        return None
    found = Statement(
        -1, tuple(bare), tuple(regions), tuple(marked), source, cue, kind, at, who=Who("other", key=speaker)
    )
    return _shaped(article, found)


def _bare(article: Article, start: int, end: int, kind: str) -> tuple[Range, Range, list[Range]]:
    """A marked content with its outer marks, without them, and its stretches between marks."""
    text = article.text
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if kind == "direct":
        return _around(text, start, end), (start, end), [(start, end)]
    home = next((p for p in article.paragraphs if p[0] <= start < p[1]), (start, end))
    stop = max(home[1], end)
    marks = list(_MARK.finditer(text, home[0], stop))
    pairs = [(a, b) for a, b in zip(marks[::2], marks[1::2], strict=False)]
    whole = next((p for p in pairs if p[0].start() <= start and end <= p[1].end()), None)
    if whole and not any(c.isalnum() for c in text[whole[0].end() : start] + text[end : whole[1].start()]):
        inner = (whole[0].end(), whole[1].start())
        return (whole[0].start(), whole[1].end()), inner, [inner]
    quoted_ranges = [
        (max(a.end(), start), min(b.start(), end)) for a, b in pairs if a.end() < end and start < b.start()
    ]
    quoted_ranges = [r for r in quoted_ranges if any(c.isalnum() for c in text[r[0] : r[1]])]
    region = (start, end)
    while end > start and text[end - 1] in ".,; ":
        end -= 1
    return region, (start, end), quoted_ranges


def _around(text: str, start: int, end: int) -> Range:
    """A range with the marks right around it."""
    opened = next((m for m in ("''", "``", "“", '"', "«", "‘", "'", "") if text[:start].endswith(m)), "")
    closed = next((m for m in ("''", "”", '"', "»", "’", "'", "") if text[end:].startswith(m)), "")
    return start - len(opened), end + len(closed)


def _shaped(article: Article, found: Statement) -> Statement:  # noqa: C901 - the shapes, a case each
    """The statement with its shape, if it has one that an editor's hand can be played on."""
    text, source, cue = article.text, found.source, found.cue
    paragraph = article.paragraphs[found.paragraph]
    if source is None or cue is None or source == cue:
        return found
    a, b = min(source[0], cue[0]), max(source[1], cue[1])
    if not (paragraph[0] <= a and b <= paragraph[1]) or found.end > paragraph[1]:
        return found
    if "\n" in text[a:b] or text[min(source[1], cue[1]) : max(source[0], cue[0])].strip(" ,"):
        return found
    here = [s for s in sentences(text, paragraph) if s[0] < b and s[1] > a]
    first = found.regions[0]
    begin = min(here[0][0], first[0])
    stop = max(here[-1][1], min(first[1], paragraph[1]))
    starts = [s[0] for s in sentences(text, paragraph)]
    if begin not in starts:
        return found
    # The sentence ends where the attribution's or the first content's does, whichever is later.
    stop = next((s[1] for s in sentences(text, paragraph) if s[1] >= max(b, first[1])), stop)
    if b <= first[0]:
        between = text[b : first[0]]
        if not re.fullmatch(r" that |, that |[,:]? ", between) or a != begin:
            return found
        closing = text[first[1] : stop]
        if not re.fullmatch(r"[.!?]?['’]?(?:''|[”\"])?", closing):
            return found
        if source[0] > cue[0]:
            return found
        return replace(found, shape="head", attribution=(a, first[0]), sentence=(begin, stop), pure=True)
    if first[1] <= a:
        between = text[first[1] : a]
        if begin != first[0] or not re.fullmatch(r",? ", between):
            return found
        extra = re.fullmatch(r"( [^,;:.!?\"“”—-]{1,50})?([.!?])", text[b:stop])
        if extra is None or (extra[1] and len(extra[1].split()) > 6):
            return found
        return replace(found, shape="tail", attribution=(first[1], stop), sentence=(begin, stop), pure=True)
    return found


def _people(article: Article, found: Sequence[Statement]) -> dict[str, str]:
    """The people named in full anywhere in the copy: full names by surname, unique ones only."""
    given = {name for name, _ in rows("first_names", 2)}
    full: dict[str, set[str]] = {}
    for match in _NAME.finditer(article.text):
        name = _untitled(match[0])
        parts = name.split()
        if 2 <= len(parts) <= 4 and parts[0].lower() in given and parts[-1][0].isupper():
            full.setdefault(_surname(name), set()).add(" ".join(parts).removesuffix("'s").removesuffix("’s"))
    for statement in found:
        if statement.who.key and len(statement.who.key.split()) in (2, 3):
            full.setdefault(_surname(statement.who.key), set()).add(statement.who.key)
    return {
        surname: min(names, key=lambda n: (len(n), n))
        for surname, names in full.items()
        if len({n.split()[0] for n in names}) == 1
    }


def _untitled(name: str) -> str:
    while True:
        shorter = _TITLES.sub("", name)
        if shorter == name:
            return name
        name = shorter


def _surname(name: str) -> str:
    return re.sub(r"['’]s?$", "", name.rsplit(maxsplit=1)[-1]).strip(".,")


def _known(article: Article, found: Sequence[Statement], people: dict[str, str]) -> list[Statement]:
    """The statements with who their sources are, as far as the copy tells by these rules.

    A person is named in full somewhere in the copy. *He* or *she* is the person of the statement before, if
    that is named, stands in the same paragraph or the one before, and nobody else is named in between.
    """
    out: list[Statement] = []
    for statement in found:
        given = statement.who.key
        who = _who(article, statement, people)
        if who.sort == "pronoun" and not given and out:
            last = out[-1]
            between = article.text[last.end : statement.start]
            near = statement.paragraph - last.paragraph <= 1
            others = [
                s for s in people if s != last.who.surname and re.search(rf"\b{re.escape(s)}\b", between)
            ]
            if near and last.who.key and last.who.sort in ("person", "pronoun") and not others:
                who = replace(who, key=last.who.key)
        elif given:
            who = replace(who, key=given)
        out.append(replace(statement, who=who))
    return out


def _who(article: Article, statement: Statement, people: dict[str, str]) -> Who:
    if statement.source is None:
        return Who("other")
    words_ = article.of(statement.source)
    if words_.lower() in ("said", "says"):
        return Who("other")  # a slip of the annotators
    if words_.lower() in PRONOUNS:
        return Who("pronoun" if words_.lower() in ("he", "she") else "plural")
    head = re.split(r",| who | and | of the | in ", words_, maxsplit=1)[0]
    if _UNNAMED.match(words_) and not re.search(r"[a-z] [A-Z][a-z]+ [A-Z]", words_):
        return Who("unnamed", key=words_.lower())
    names = [_untitled(m[0]) for m in _NAME.finditer(head)]
    for name in names:
        surname = _surname(name)
        parts = name.split()
        full = people.get(surname, "")
        alone = re.search(re.escape(name) + r"(?: \(.*|, .*)?$", words_) or words_.startswith(
            (f"{name} of ", f"{name}, ")
        )
        same = full and (len(parts) == 1 or parts[0] == full.split()[0])
        if same and alone and not name.endswith(("'s", "’s")) and not _PEOPLE.search(head):
            return Who("person", surname, full, full)
    key = re.sub(r"^the ", "", words_.lower())
    return Who("plural" if _PEOPLE.search(words_) or words_.endswith("s") else "other", key=key)
