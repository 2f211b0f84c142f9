"""Change codes as users name them: ``QD101``, ``wording-changed``, ``QD1``, or a level: ``warning``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quotediff.changes import registry
from quotediff.changes.registry import RULES
from quotediff.config.selection import Selection, split
from quotediff.errors import UsageError, meant, nearest_or_all
from quotediff.model import PROBLEMS, Severity

__all__ = ["Selection", "split"]

_MISREAD = str.maketrans("OLI", "011")  # letters for figures
LEVELS = [level.value for level in Severity]  # worst first


def selection(words: Iterable[str], where: str) -> Selection:
    """Codes, names of codes and levels.

    Args:
        words: what a user wrote.
        where: the option or key, for messages.

    Raises:
        UsageError: one of them is none of these.
    """
    found, levels = set(), set()
    for word in words:
        if word.lower() in LEVELS:
            levels.update(LEVELS[: LEVELS.index(word.lower()) + 1])
        else:
            found.add(code(word, where, LEVELS))
    return Selection(frozenset(found), frozenset(levels))


def several(words: Iterable[str], where: str) -> frozenset[str]:
    """Codes, names of codes, beginnings of codes ("QD2") and "ALL", as `api.compare` takes them.

    Raises:
        UsageError: one of them is no code and begins none.
    """
    beginnings = {known[:length] for known in RULES for length in range(len("QD"), len(known) + 1)}
    found = set()
    for word in words:
        upper = word.upper()
        found.add(upper if upper in {"ALL", *beginnings} else code(word, where))
    return frozenset(found)


def code(word: str, where: str, levels: Iterable[str] = ()) -> str:
    """The code that a user names by itself or by its name; ``levels`` are what could be meant besides.

    Raises:
        UsageError: there is none.
    """
    if word.upper() in PROBLEMS:
        raise UsageError(f"{where}: {word.upper()}: a problem, not a change; see `quotediff rule`")
    named = next((c for c, rule in RULES.items() if rule.name == word.lower()), word)
    if named.upper() not in {*RULES, *registry.WITHDRAWN}:
        names = {code: rule.name for code, rule in RULES.items()}
        raise UsageError(f"{where}: {word}: no such code; {suggestion(word, names, levels)}")
    try:
        return registry.rule(named).code
    except UsageError as error:
        raise UsageError(f"{where}: {error}") from None


def suggestion(word: str, names: Mapping[str, str], others: Iterable[str] = ()) -> str:
    """What to say of a word that is no code: which was probably meant, or where all of them stand.

    Args:
        word: what a user wrote.
        names: the names of the codes that are possible.
        others: what is possible besides.
    """
    digits = word.upper().translate(_MISREAD).removeprefix("QD").removeprefix("QC").lstrip("-_ ")
    first, second = ("QC", "QD") if word.upper().startswith("QC") else ("QD", "QC")
    for code in (first + digits, second + digits):
        if code in names:
            return f"did you mean {code} ({names[code]})?"
    codes = {name: code for code, name in names.items()}
    found = meant(word, [*others, *codes]) if word and not word.upper().startswith(("QD", "QC")) else None
    if found is None:
        return "see `quotediff rule`"
    return f"did you mean {found} ({codes[found]})?" if found in codes else f"did you mean {found}?"


def severity(name: str, level: str, where: str) -> tuple[str, Severity]:
    """A code and the severity that a user gives it.

    Raises:
        UsageError: there is no such code or level.
    """
    found = code(name, where)
    try:
        return found, Severity(level.lower())
    except ValueError:
        known = nearest_or_all(level, LEVELS)
        raise UsageError(f"{where}: {found}: no level {level!r}; {known}") from None


def hidden() -> frozenset[str]:
    """The codes that are only reported when asked for."""
    return frozenset(code for code, rule in RULES.items() if rule.hidden)
