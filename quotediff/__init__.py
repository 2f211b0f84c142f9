"""Who said what in a news story, and what became of it in the next version.

The public names; each is loaded when first used, so that ``import quotediff`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quotediff.annotations.answers import evaluate
    from quotediff.api import (
        arrange,
        compare,
        extract,
        history,
        read,
        read_all,
        read_bytes,
        read_each,
        read_text,
        render,
        sources,
        sources_history,
    )
    from quotediff.comparison import Change, Comparison, Edit, Pair
    from quotediff.errors import InputError, QuotediffError, UsageError
    from quotediff.model import (
        Document,
        Engine,
        Extract,
        Kind,
        Meta,
        Note,
        Paragraph,
        Passage,
        Problem,
        Quote,
        Role,
        Severity,
        Speaker,
        SpeakerKind,
    )
    from quotediff.scores import Cause, Difference, Evaluation, Measure, Scores
    from quotediff.text.spans import Span
    from quotediff.versions import (
        History,
        Outcome,
        QuoteHistory,
        QuoteState,
        Sources,
        SourcesHistory,
        SpeakerChange,
        SpeakerHistory,
        SpeakerShare,
        Step,
    )

__version__ = "0.1.0"

__all__ = [
    "Cause",
    "Change",
    "Comparison",
    "Difference",
    "Document",
    "Edit",
    "Engine",
    "Evaluation",
    "Extract",
    "History",
    "InputError",
    "Kind",
    "Measure",
    "Meta",
    "Note",
    "Outcome",
    "Pair",
    "Paragraph",
    "Passage",
    "Problem",
    "Quote",
    "QuoteHistory",
    "QuoteState",
    "QuotediffError",
    "Role",
    "Scores",
    "Severity",
    "Sources",
    "SourcesHistory",
    "Span",
    "Speaker",
    "SpeakerChange",
    "SpeakerHistory",
    "SpeakerKind",
    "SpeakerShare",
    "Step",
    "UsageError",
    "__version__",
    "arrange",
    "compare",
    "evaluate",
    "extract",
    "history",
    "read",
    "read_all",
    "read_bytes",
    "read_each",
    "read_text",
    "render",
    "sources",
    "sources_history",
]

_OF_VERSIONS = (
    "QuoteState",
    "History",
    "QuoteHistory",
    "SpeakerChange",
    "Sources",
    "SourcesHistory",
    "SpeakerHistory",
    "Outcome",
    "Step",
    "SpeakerShare",
)
_OUTSIDE_MODEL = {
    **dict.fromkeys(("Change", "Comparison", "Edit", "Pair"), "quotediff.comparison"),
    **dict.fromkeys(("Cause", "Difference", "Evaluation", "Measure", "Scores"), "quotediff.scores"),
    **dict.fromkeys(_OF_VERSIONS, "quotediff.versions"),
    "InputError": "quotediff.errors",
    "QuotediffError": "quotediff.errors",
    "Span": "quotediff.text.spans",
    "UsageError": "quotediff.errors",
    "arrange": "quotediff.api",
    "compare": "quotediff.api",
    "evaluate": "quotediff.annotations.answers",
    "extract": "quotediff.api",
    "history": "quotediff.api",
    "read": "quotediff.api",
    "read_all": "quotediff.api",
    "read_bytes": "quotediff.api",
    "read_each": "quotediff.api",
    "read_text": "quotediff.api",
    "render": "quotediff.api",
    "sources": "quotediff.api",
    "sources_history": "quotediff.api",
}


def __getattr__(name: str) -> object:
    """The public name ``name``, from the module that defines it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_OUTSIDE_MODEL.get(name, "quotediff.model")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """All there is, loaded or not."""
    return sorted({*globals(), *__all__})
