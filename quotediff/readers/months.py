"""The months as stamps and trailers of a wire write them."""

from __future__ import annotations

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""The first three letters of each, in order."""

MONTH_NUMBERS = {name: number for number, month in enumerate(MONTHS, 1) for name in (month, f"{number:02}")}
"""The number of each, from 1, by its first three letters and by two digits."""
