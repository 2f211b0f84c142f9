"""The tables of an archive: each column's name, type and meaning, in one place.

``SCHEMA_VERSION`` grows with every change of a table, its keys, or what a column means; stories that were
written under another one are done again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

SCHEMA_VERSION = 1

TEXT, INTEGER, REAL, TIME = "text", "integer", "real", "time"
"""Types of columns. A time is text in ISO 8601 in SQLite, JSON and CSV, and a timestamp in Parquet."""

Cell: TypeAlias = "str | int | float | None"
Row: TypeAlias = "tuple[Cell, ...]"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type, what it means, and whether it may be null."""

    name: str
    type: str
    meaning: str
    null: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, what a row is, its columns, and those that tell a row from all others.

    ``derived`` tables are made of the others when a build ends; they have no column ``story``.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    derived: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


_STORY_COLUMN = Column("story", TEXT, "The story, as the source names it.")
_VERSION_ID = Column("version_id", TEXT, "The version: a hash of story and version.")
_OLD_COLUMN = Column("old_version_id", TEXT, "The old version of the step.")
_NEW = Column("new_version_id", TEXT, "The new version of the step.")
_HISTORY = Column("history_id", TEXT, "The quote over all versions: see `quote_histories`.")
_NAME_COLUMN = Column(
    "name", TEXT, "The name under which the article, or a group of aliases, has the speaker."
)
_KIND_COLUMN = Column("kind", TEXT, "person, group, organization, document or unnamed.")

_TABLES = (
    Table(
        "articles",
        "A version that was read.",
        (
            _VERSION_ID,
            _STORY_COLUMN,
            Column("version", TEXT, "The version, as the source names it."),
            Column("number", INTEGER, "Its place among the versions of the story that were read, from 1."),
            Column("last", INTEGER, "1: it is the last of them; else 0."),
            Column("outlet", TEXT, "Who published it.", null=True),
            Column("created", TIME, "When it was published: in UTC, or as told without a zone.", null=True),
            Column("created_text", TEXT, "The same as the source has it.", null=True),
            Column("url", TEXT, "Its address.", null=True),
            Column("title", TEXT, "Its headline."),
            Column("format", TEXT, "What it was read as."),
            Column("sha256", TEXT, "The hash of what was read, hexadecimal."),
            Column("chars", INTEGER, "Code points of its text."),
            Column("quotes", INTEGER, "Its quotes that are speech."),
            Column("words", INTEGER, "Words of these quotes."),
            Column("unnamed", INTEGER, "Those of the quotes whose speaker is unnamed."),
            Column("unnamed_words", INTEGER, "Words of those."),
            Column("unresolved", INTEGER, "Those of the quotes whose speaker is not known."),
            Column("beliefs", INTEGER, "Its beliefs, which count nowhere else."),
        ),
        ("version_id",),
    ),
    Table(
        "quotes",
        "A quote in one version.",
        (
            _VERSION_ID,
            Column("quote", TEXT, "Its id in the version: q3."),
            _STORY_COLUMN,
            Column("history_id", TEXT, "Its history; null of a belief or a headline's quote.", null=True),
            Column("kind", TEXT, "direct, mixed or indirect."),
            Column("attitude", TEXT, "speech or belief."),
            Column("role", TEXT, "What the paragraph is: body, headline, ..."),
            Column("paragraph", INTEGER, "The number of the paragraph."),
            Column("content", TEXT, "The words said."),
            Column("words", INTEGER, "How many words these are."),
            Column("spans", TEXT, "Where they are in the text: 12:34 40:52, code points, half-open."),
            Column("source", TEXT, "The mention to which it is attributed.", null=True),
            Column("source_spans", TEXT, "Where that is.", null=True),
            Column("cue", TEXT, "The words that show it was said.", null=True),
            Column("cue_spans", TEXT, "Where they are.", null=True),
            Column("speaker", TEXT, "The speaker's id in the version: s1.", null=True),
            Column("speaker_name", TEXT, "The speaker's name.", null=True),
            Column("speaker_kind", TEXT, "The speaker's kind.", null=True),
            Column("unnamed", INTEGER, "1: the speaker is unnamed; else 0, also where it is not known."),
            Column("inherited", INTEGER, "1: its source is a neighbour's; else 0."),
            Column("within", TEXT, "The quote within which it is said.", null=True),
            Column("rule", TEXT, "What proposed it."),
            Column("confidence", REAL, "The probability that it is a quote."),
            Column("speaker_confidence", REAL, "The probability that the speaker is right.", null=True),
        ),
        ("version_id", "quote"),
    ),
    Table(
        "speakers",
        "A speaker in one version.",
        (
            _VERSION_ID,
            Column("speaker", TEXT, "The id in the version: s1."),
            _STORY_COLUMN,
            _NAME_COLUMN,
            _KIND_COLUMN,
            Column("unnamed", INTEGER, "1: of kind unnamed; else 0."),
            Column("description", TEXT, "What the article says the speaker is.", null=True),
            Column("anonymity", TEXT, "The terms on which the speaker is unnamed.", null=True),
            Column("quotes", INTEGER, "The speaker's quotes that are speech."),
            Column("words", INTEGER, "Words of these."),
            Column("marked_words", INTEGER, "Those of the words that stand between marks."),
            Column("share", REAL, "The part of all words quoted in the version, 0 to 1."),
            Column("first_paragraph", INTEGER, "The paragraph of the first of the quotes.", null=True),
            Column("last_paragraph", INTEGER, "The paragraph of the last of the quotes.", null=True),
        ),
        ("version_id", "speaker"),
    ),
    Table(
        "quote_histories",
        "A quote over all versions of its story; what was split or merged is one.",
        (
            Column("history_id", TEXT, "A hash of story, first version, and the quote's id there."),
            _STORY_COLUMN,
            Column("first_version_id", TEXT, "The version in which it is introduced."),
            Column("last_version_id", TEXT, "The last version that has its words."),
            Column("first_number", INTEGER, "The number of the first version."),
            Column("last_number", INTEGER, "The number of the last one."),
            Column("versions", INTEGER, "How many versions have its words."),
            Column("survives", INTEGER, "1: the last version of the story has its words; else 0."),
            Column("edits", INTEGER, "In how many versions its words were edited."),
            Column("attribution_changes", INTEGER, "In how many versions its attribution changed."),
            Column("moved", INTEGER, "In how many versions it moved."),
            Column("dropped", INTEGER, "In how many versions it was dropped."),
            Column("restored", INTEGER, "In how many versions it came back."),
            Column("kind_first", TEXT, "direct, mixed or indirect, in the first version.", null=True),
            Column("kind_last", TEXT, "The same in the last version that has it as a quote.", null=True),
            Column("speaker_first", TEXT, "The name of its speaker in the first version.", null=True),
            Column("speaker_last", TEXT, "The same in the last version that has it as a quote.", null=True),
            Column("unnamed_first", INTEGER, "1: that first speaker is unnamed; else 0."),
            Column("unnamed_last", INTEGER, "1: that last speaker is unnamed; else 0."),
        ),
        ("history_id",),
    ),
    Table(
        "quote_states",
        "A quote in one version of several; none where it is absent.",
        (
            _HISTORY,
            _VERSION_ID,
            _STORY_COLUMN,
            Column("number", INTEGER, "The number of the version."),
            Column("outcomes", TEXT, "What became of it: introduced, edited, dropped, ..., with spaces."),
            Column("quotes", TEXT, "The ids of its quotes there, with spaces; empty if it is none there."),
            Column("span", TEXT, "Where its words are if it is no quote there: 12:34.", null=True),
            Column("codes", TEXT, "The codes of its changes, with spaces."),
            Column("since_version_id", TEXT, "The version that it is compared with.", null=True),
        ),
        ("history_id", "version_id"),
    ),
    Table(
        "steps",
        "From one version of a story to the next.",
        (
            _STORY_COLUMN,
            _OLD_COLUMN,
            _NEW,
            Column("number", INTEGER, "The number of the new version."),
            Column("same_text", INTEGER, "1: both have the same text; else 0."),
            Column("pairs", INTEGER, "Quotes that both have, split or merged ones once."),
            Column("changes", INTEGER, "How many changes there are."),
            Column("errors", INTEGER, "Those of them that are errors."),
            Column("warnings", INTEGER, "Those that are warnings."),
            Column("undeclared", INTEGER, "The errors, if no correction note is about a change; else 0."),
        ),
        ("new_version_id",),
    ),
    Table(
        "pairs",
        "A quote of the old version and what became of it in the new one.",
        (
            _STORY_COLUMN,
            _OLD_COLUMN,
            _NEW,
            Column("pair", INTEGER, "Its number in the step, from 1."),
            Column("old_quotes", TEXT, "Ids in the old version, with spaces; empty: it was added."),
            Column("new_quotes", TEXT, "Ids in the new version, with spaces; empty: it was removed."),
            Column("similarity", REAL, "How alike the words are, 0 to 1."),
            Column("confidence", REAL, "The probability that both are one statement."),
        ),
        ("new_version_id", "pair"),
    ),
    Table(
        "changes",
        "A change from one version to the next.",
        (
            _STORY_COLUMN,
            _OLD_COLUMN,
            _NEW,
            Column("change", INTEGER, "Its number in the step, from 1, the worst first."),
            Column("code", TEXT, "QD and three digits."),
            Column("name", TEXT, "The name of the code."),
            Column("severity", TEXT, "error, warning or note."),
            Column("old_quote", TEXT, "The first quote of the old version that it is about.", null=True),
            Column("new_quote", TEXT, "The same of the new version.", null=True),
            Column("old_span", TEXT, "Where it is in the old version: 12:34.", null=True),
            Column("new_span", TEXT, "Where it is in the new version.", null=True),
            Column("old_text", TEXT, "The words there.", null=True),
            Column("new_text", TEXT, "The words there.", null=True),
            Column("message", TEXT, "The change in words."),
            Column("edits", TEXT, "The steps from the old words to the new ones, as JSON."),
            Column("fingerprint", TEXT, "A text that stays the same for the same change."),
        ),
        ("new_version_id", "change"),
    ),
    Table(
        "change_quotes",
        "A quote that a change is about.",
        (
            _STORY_COLUMN,
            _NEW,
            Column("change", INTEGER, "The number of the change in the step."),
            Column("side", TEXT, "old or new."),
            _VERSION_ID,
            Column("quote", TEXT, "The quote's id in that version."),
        ),
        ("new_version_id", "change", "side", "quote"),
    ),
    Table(
        "problems",
        "Something to know about a version that was read, or about a comparison.",
        (
            _STORY_COLUMN,
            _VERSION_ID,
            Column("problem", INTEGER, "Its number in the version, from 1."),
            Column("old_version_id", TEXT, "Of a comparison: the old version.", null=True),
            Column("code", TEXT, "QD901 and following."),
            Column("message", TEXT, "The problem in words."),
            Column("span", TEXT, "Where it is: 12:34.", null=True),
        ),
        ("version_id", "problem"),
    ),
    Table(
        "rejects",
        "A version that could not be read, or work on a story that could not be done.",
        (
            _STORY_COLUMN,
            Column("reject", INTEGER, "Its number in the story, from 1."),
            Column("version", TEXT, "The version, as the source names it; null: the whole story.", null=True),
            Column("at", TEXT, "What could not be done: read, order, extract, compare or story."),
            Column("reason", TEXT, "One word for the sort of error, to count by."),
            Column("error", TEXT, "The error in words, with a remedy."),
        ),
        ("story", "reject"),
    ),
    Table(
        "stories",
        "A story that is done.",
        (
            _STORY_COLUMN,
            Column("key", TEXT, "A hash of all that the rows are made of: the same key, the same rows."),
            Column("outlet", TEXT, "Who published the first version.", null=True),
            Column("versions", INTEGER, "How many versions were read."),
            Column("rejected", INTEGER, "How many rejects there are."),
            Column("first_created", TIME, "When the first version was published.", null=True),
            Column("last_created", TIME, "When the last version was published.", null=True),
        ),
        ("story",),
    ),
    Table(
        "people",
        "A named speaker over all articles.",
        (
            Column("person", TEXT, "The name: the fullest, or the first of a group of aliases."),
            _KIND_COLUMN,
            Column("names", INTEGER, "How many names were joined."),
            Column("stories", INTEGER, "Stories that quote the speaker in some version."),
            Column("articles", INTEGER, "Versions that do."),
            Column("quotes", INTEGER, "Quotes in the last versions of the stories."),
            Column("words", INTEGER, "Words of these."),
        ),
        ("person", "kind"),
        derived=True,
    ),
    Table(
        "person_names",
        "A name that was joined with others, or stands alone, and why.",
        (
            _NAME_COLUMN,
            _KIND_COLUMN,
            Column("person", TEXT, "The person or body of `people`."),
            Column("reason", TEXT, "only, same, middle or alias: why it is counted there."),
        ),
        ("name", "kind"),
        derived=True,
    ),
)

TABLES = {table.name: table for table in _TABLES}
"""All tables by name, in the order in which they are documented."""

OF_STORIES = tuple(table for table in _TABLES if not table.derived)
"""Those whose rows are made story by story."""
