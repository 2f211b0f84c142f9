"""The main job of ``quotediff.spark`` on the corpus: quotes, changes, and the most frequent codes."""

from __future__ import annotations

from pathlib import Path

from pyspark.sql import Row, SparkSession

from quotediff.spark import changes, explode_quotes, quotes, table

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Runs it in two processes here, and prints what was found."""
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    paths = sorted((ROOT / "corpus").glob("*/v*.txt"))
    rows = [
        Row(story=path.parent.name, version=path.stem.lstrip("v"), text=path.read_text(encoding="utf-8"))
        for path in paths
    ]
    versions = session.createDataFrame(rows)
    nested = quotes(versions).cache()
    print(f"{nested.count()} versions, {explode_quotes(nested).count()} quotes")
    explode_quotes(nested).groupBy("kind").count().orderBy("kind").show()
    changes(versions).groupBy("code", "name").count().orderBy("count", ascending=False).show(
        10, truncate=False
    )
    print(f"{table(versions, 'quote_histories').count()} quotes over all versions of their stories")
    session.stop()


if __name__ == "__main__":
    main()
