"""Versions of stories in Spark: a DataFrame in, a DataFrame out (``pip install 'quotediff[spark]'``).

    spark.dataSource.register(SqliteVersions)
    versions = spark.read.format("quotediff-sqlite").load("newsedits.db")
    quotes(versions).write.parquet("quotes")
    changes(versions).groupBy("code").count().show()

``quotes`` gives a row a version, ``changes`` a row a change, ``table`` the rows of any table of an archive:
those that ``quotediff archive build`` writes, as all call one function. No row makes a job fail: what cannot
be read has an ``error``, or is among the ``rejects``. Workers need quotediff installed; PYSPARK_PYTHON names
their Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as sql
from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
from pyspark.sql.window import Window

from quotediff.archive.schema import TABLES, Table
from quotediff.archive.sources.database import DatabaseSource
from quotediff.archive.sources.fields import FIELDS, version_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from quotediff.archive.stories import StoryVersion
    from quotediff.model import Engine

BATCH = 64
"""Rows that a worker is handed at a time: some take a second."""
CHUNK = 16
"""Versions of a story that are compared in one task; longer stories are cut, the parts overlapping by one."""
PARTS = 4
"""Partitions to a core: stories differ in length, and so do tasks."""

_TYPES = {"text": "string", "integer": "bigint", "real": "double", "time": "timestamp_ntz"}
_VERSION_COLUMNS = tuple(
    c for c in TABLES["articles"].columns if c.name in ("story", "version", "version_id", "title", "chars")
)
_QUOTE = replace(
    TABLES["quotes"],
    columns=tuple(c for c in TABLES["quotes"].columns if c.name not in ("version_id", "story", "history_id")),
)


def schema(table: Table) -> str:
    """The schema of a table, as Spark takes it."""
    return ", ".join(f"{c.name} {_TYPES[c.type]}{'' if c.null else ' NOT NULL'}" for c in table.columns)


def quotes(df: DataFrame, *, engine: Engine = "network", **columns: str) -> DataFrame:
    """A row a version: story, version, version_id, title, chars, ``quotes`` (an array of structs), ``error``.

    Args:
        df: a row a version, with columns ``text`` and ``story``, and, if there are, ``version``, ``created``,
            ``title``, ``outlet`` and ``url``.
        engine: what finds the quotes.
        columns: columns of other names: ``text="summary"``.
    """
    named = _named(df, columns)
    struct = ", ".join(f"{c.name}: {_TYPES[c.type]}" for c in _QUOTE.columns)
    details = ", ".join(f"{c.name} {_TYPES[c.type]}" for c in _VERSION_COLUMNS)
    out = f"{details}, quotes array<struct<{struct}>>, error string"
    return _spread(named).mapInArrow(_each(engine), out)


def explode_quotes(df: DataFrame) -> DataFrame:
    """What ``quotes`` gives, as a row a quote."""
    kept = ("story", "version", "version_id")
    return df.select(*kept, sql.explode("quotes").alias("q")).select(*kept, "q.*")


def changes(df: DataFrame, *, engine: Engine = "network", **columns: str) -> DataFrame:
    """A row a change from one version of a story to the next: the table ``changes`` of an archive.

    Args: as ``quotes``. Versions are ordered by the number in ``version`` if each of a story has one, else by
    ``created``; one that is there twice is to be given once.
    """
    named = _named(df, columns)
    number = sql.expr("try_cast(version AS double)")
    time = sql.expr("try_cast(created AS timestamp)")
    of_story = Window.partitionBy("story")
    numbered = sql.min(number.isNotNull()).over(of_story)
    order = of_story.orderBy(sql.when(numbered, number), time)
    placed = named.withColumn("_place", sql.row_number().over(order) - 1)
    here = sql.floor(sql.col("_place") / (CHUNK - 1))
    ends = (sql.col("_place") % (CHUNK - 1) == 0) & (sql.col("_place") > 0)
    both = sql.when(ends, sql.array(here - 1, here)).otherwise(sql.array(here))
    return _by(placed.withColumn("_chunk", sql.explode(both)), "changes", engine, "story", "_chunk")


def table(df: DataFrame, name: str, *, engine: Engine = "network", **columns: str) -> DataFrame:
    """The rows of a table of an archive that is made story by story: each story in one task, uncut.

    Args: as ``quotes``; ``name`` is a name of ``quotediff.archive.schema.TABLES``.
    """
    return _by(_named(df, columns), name, engine, "story")


def _by(df: DataFrame, name: str, engine: Engine, *keys: str) -> DataFrame:
    """A table's rows, the versions of what has the same keys being worked on together."""
    from quotediff.archive.arrow import arrow_table  # noqa: PLC0415 - workers load it for themselves
    from quotediff.archive.rows import rows_in_worker  # noqa: PLC0415 - likewise

    def work(group: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
        versions = [_version(row) for row in group.to_pylist()]
        return arrow_table(TABLES[name], rows_in_worker(versions, engine)[name])

    return _spread(df, *keys).groupBy(*keys).applyInArrow(work, schema(TABLES[name]))


def _each(engine: Engine) -> Callable[[Iterable[Any]], Iterator[Any]]:
    def batches(given: Iterable[Any]) -> Iterator[Any]:
        from quotediff.archive.arrow import nested_batch  # noqa: PLC0415 - in workers

        for batch in given:
            yield nested_batch([_quoted(row, engine) for row in batch.to_pylist()], _VERSION_COLUMNS, _QUOTE)

    return batches


def _quoted(row: Mapping[str, Any], engine: Engine) -> dict[str, Any]:
    """What one version gives; of one that cannot be read, why."""
    from quotediff.archive.rows import rows_in_worker  # noqa: PLC0415 - in workers

    version = _version(row)
    rows = rows_in_worker([version], engine)
    if not rows["articles"]:
        error = str(rows["rejects"][0][-1])
        return {"story": version.story, "version": version.version, "error": error}
    article = dict(zip(TABLES["articles"].names, rows["articles"][0], strict=True))
    details = [dict(zip(TABLES["quotes"].names, quote, strict=True)) for quote in rows["quotes"]]
    return {**article, "quotes": [{c.name: quote[c.name] for c in _QUOTE.columns} for quote in details]}


def _version(row: Mapping[str, Any]) -> StoryVersion:
    return version_of(row, {f: f for f in FIELDS if f in row}, f"{row.get('story')}@{row.get('version')}")


def _named(df: DataFrame, columns: Mapping[str, str]) -> DataFrame:
    """The columns that versions have, under their usual names, as text."""
    given = {field: columns.get(field, field) for field in FIELDS}
    there = {field: name for field, name in given.items() if name in df.columns or field in columns}
    texts = [sql.col(name).cast("string").alias(field) for field, name in there.items()]
    missing = [sql.lit(None).cast("string").alias(f) for f in ("version", "created") if f not in there]
    return df.select(*texts, *missing)


def _spread(df: DataFrame, *keys: str) -> DataFrame:
    """The rows over all cores, in batches that are small; Spark would put a few megabytes into one task."""
    session = df.sparkSession
    session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(BATCH))
    try:
        cores = int(session.sparkContext.defaultParallelism)
    except Exception:  # noqa: BLE001 - Spark Connect has no context
        cores = 8
    return df.repartition(PARTS * cores, *keys)


class SqliteVersions(DataSource):
    """Versions in an SQLite database that all workers can open, such as NewsEdits': ``quotediff-sqlite``.

    Options: ``path``; ``table``, and ``text``, ``story``, ... for columns of other names.
    """

    @classmethod
    def name(cls) -> str:
        """The name of the format."""
        return "quotediff-sqlite"

    def schema(self) -> str:
        """A column a field."""
        return ", ".join(f"{field} string" for field in FIELDS)

    def reader(self, schema: Any) -> DataSourceReader:  # noqa: ANN401, ARG002 - Spark's
        """Reads rows by ranges of their numbers."""
        return _SqliteReader(dict(self.options))


class _SqliteReader(DataSourceReader):
    def __init__(self, options: Mapping[str, str]) -> None:
        self._path = options["path"]
        self._fields = {name: value for name, value in options.items() if name in (*FIELDS, "table")}

    def partitions(self) -> list[InputPartition]:
        return [InputPartition(bounds) for bounds in DatabaseSource(self._path, self._fields).ranges()]

    def read(self, partition: InputPartition) -> Iterator[tuple[str | None, ...]]:
        source = DatabaseSource(self._path, self._fields)
        for locator, version in source.between(*partition.value):
            whole = source.fill(version, locator)
            story = None if whole.problem else whole.story
            yield (str(whole.body), story, *(getattr(whole, field) for field in FIELDS[2:]))
