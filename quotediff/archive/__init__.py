"""Archives: the versions of many stories in, rows of tables out.

``rows.story_rows`` does the work for one story and is pure; all else here reads, writes and keeps book.
``schema.TABLES`` has every table and column. Nothing here is loaded by the other commands.
"""

from __future__ import annotations
