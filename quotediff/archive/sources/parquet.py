"""Parquet: a version a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from quotediff.archive.arrow import pyarrow_parquet
from quotediff.archive.sources.fields import fields_of, version_of
from quotediff.archive.spool import Entry
from quotediff.archive.stories import StoryVersion
from quotediff.errors import UsageError

_ROWS = 256  # read at a time


class ParquetSource:
    """The versions in a Parquet file.

    Args:
        path: the file.
        asked: columns by what they hold.
    """

    def __init__(self, path: str, asked: Mapping[str, str]) -> None:
        self._path = path
        parquet = pyarrow_parquet()
        try:
            self._file = parquet.ParquetFile(path)
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise UsageError(f"{path}: cannot be read as Parquet: {reason}; name another file") from None
        self._fields = fields_of(path, self._file.schema_arrow.names, asked)

    def entries(self) -> Iterator[Entry]:
        """All rows, some at a time."""
        number = 0
        columns = sorted(set(self._fields.values()))
        for batch in self._file.iter_batches(batch_size=_ROWS, columns=columns):
            for row in batch.to_pylist():
                number += 1
                values = {k: v.isoformat() if isinstance(v, datetime | date) else v for k, v in row.items()}
                version = version_of(values, self._fields, f"{self._path}#{number}")
                yield Entry(version, len(version.body))

    def fill(self, version: StoryVersion, locator: str) -> StoryVersion:
        """Never asked for: bodies are kept."""
        raise NotImplementedError(locator)

    def close(self) -> None:
        """Closes the file."""
        self._file.close()
