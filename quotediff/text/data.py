"""Reads the files of the package that hold data, wherever the package lies: in a folder or in an archive.

``importlib.resources`` does the same and loads zipfile, tempfile and what they need, which takes a cold start
longer than all that is read; so this asks the module's loader (PEP 302), as ``pkgutil.get_data`` does.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from importlib.abc import ResourceLoader


def read_data(package: str, *parts: str) -> bytes:
    """The bytes of a file of a package that is imported.

    Args:
        package: the package, by its full name.
        parts: the file's path in it, folder by folder.

    Raises:
        OSError: there is no such file.
    """
    module = sys.modules[package]
    loader = cast("ResourceLoader", module.__loader__)
    return bytes(loader.get_data(str(Path(str(module.__file__)).parent.joinpath(*parts))))
