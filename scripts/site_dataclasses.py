"""What reads the docstrings for the site, told that ``quotediff.values.dataclass`` makes dataclasses."""

from __future__ import annotations

from typing import Any

import griffe

_OWN, _STANDARD = "quotediff.values.dataclass", "dataclasses.dataclass"


class Dataclasses(griffe.Extension):
    """Shows the package's dataclasses as those of the standard library: with the fields they take."""

    def on_module_members(self, *, mod: griffe.Module, **_: Any) -> None:  # noqa: ANN401 - as griffe calls it
        """Looks at one module when all that is in it is known."""
        for member in mod.members.values():
            if isinstance(member, griffe.Alias) and member.target_path == _OWN:
                member.target_path = _STANDARD
