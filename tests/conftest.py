"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# No deadlines: a busy machine is no finding. The same examples in every run: a check says the same twice.
settings.register_profile("checks", deadline=None, derandomize=True)
settings.load_profile("checks")
