"""The one place that loads pyarrow, which only those who read or write Parquet have."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from quotediff.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quotediff.archive.schema import Column, Row, Table

_MISSING = "Parquet needs pyarrow, which is not installed; pip install 'quotediff[parquet]'"


def pyarrow_parquet() -> Any:  # noqa: ANN401 - the module has no types
    """The module ``pyarrow.parquet``; raises UsageError where it is not installed."""
    try:
        return import_module("pyarrow.parquet")
    except ImportError:
        raise UsageError(_MISSING) from None


def arrow_schema(table: Table) -> Any:  # noqa: ANN401 - likewise
    """The schema of a table in Arrow: times are timestamps without a zone."""
    pyarrow_parquet()
    pa = import_module("pyarrow")
    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "real": pa.float64(),
        "time": pa.timestamp("us"),
    }
    fields = [
        pa.field(column.name, types[column.type], nullable=column.null, metadata={"meaning": column.meaning})
        for column in table.columns
    ]
    return pa.schema(fields)


def arrow_table(table: Table, rows: Sequence[Row]) -> Any:  # noqa: ANN401 - likewise
    """Rows as a table of Arrow."""
    schema = arrow_schema(table)
    pa = import_module("pyarrow")
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
    arrays = [
        pa.array([_moment(v) for v in values] if column.type == "time" else list(values), field.type)
        for column, values, field in zip(table.columns, columns, schema, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def nested_batch(rows: Sequence[dict[str, Any]], columns: Sequence[Column], inner: Table) -> Any:  # noqa: ANN401
    """A batch of Arrow: columns, ``quotes`` as a list of structs with those of ``inner``, ``error``."""
    pa = import_module("pyarrow")
    types = {"text": pa.string(), "integer": pa.int64()}
    details = [pa.field(column.name, types[column.type]) for column in columns]
    quoted = pa.list_(pa.struct(list(arrow_schema(inner))))
    schema = pa.schema([*details, pa.field("quotes", quoted), pa.field("error", pa.string())])
    return pa.RecordBatch.from_pylist(list(rows), schema)


def rows_of(batches: Iterable[Any]) -> Iterable[Row]:
    """The rows of batches of Arrow; times are text."""
    for batch in batches:
        columns = [column.to_pylist() for column in batch.columns]
        for row in zip(*columns, strict=True):
            yield tuple(v.isoformat(timespec="seconds") if isinstance(v, datetime) else v for v in row)


def _moment(value: Any) -> datetime | None:  # noqa: ANN401 - a cell
    return None if value is None else datetime.fromisoformat(value)
