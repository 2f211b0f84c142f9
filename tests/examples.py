"""On how many examples a property is tried: fewer while working, more in a long run.

``HYPOTHESIS`` names the profile: ``quick``, ``default`` (`scripts/test`) or ``long`` (`scripts/fuzz --long`).
``EXAMPLES`` is the number for the two last.
"""

from __future__ import annotations

import os

from hypothesis import settings

PROFILE = os.environ.get("HYPOTHESIS", "default")
NUMBER = int(os.environ.get("EXAMPLES", "2000"))

# No deadlines: a busy machine is no finding. The same examples in every run: a check says the same twice.
settings.register_profile("default", deadline=None, derandomize=True, max_examples=NUMBER)
settings.register_profile("quick", settings.get_profile("default"), max_examples=20)
# Others in every run; what fails is kept in .hypothesis, and tried first the next time.
settings.register_profile("long", deadline=None, print_blob=True, max_examples=NUMBER)
settings.load_profile(PROFILE)
