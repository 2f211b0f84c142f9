"""tabulate's function, loaded without what it does not need.

As it loads, tabulate asks ``importlib.metadata`` for its own version; that module brings e-mail, sockets and
more, and takes a tenth of a whole run of the command. So it is shown an empty one meanwhile, unless the real
one is there already; nothing else that tabulate does looks at it.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable

_METADATA = "importlib.metadata"


def _load() -> Callable[..., str]:
    if _METADATA in sys.modules or "tabulate" in sys.modules:
        return cast("Callable[..., str]", import_module("tabulate").tabulate)
    empty = ModuleType(_METADATA)
    empty.version = lambda name: "unknown"  # type: ignore[attr-defined]  # noqa: ARG005 - its signature
    empty.PackageNotFoundError = ImportError  # type: ignore[attr-defined]
    sys.modules[_METADATA] = empty
    try:
        return cast("Callable[..., str]", import_module("tabulate").tabulate)
    finally:
        del sys.modules[_METADATA]


tabulate = _load()
"""``tabulate.tabulate``."""
