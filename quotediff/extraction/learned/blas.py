"""Keeps numpy's matrix products on one thread: so small ones take several times longer on two.

Works only if this is loaded before numpy; whoever has loaded that, or set the variable, has chosen already.
The numbers are the same either way.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
