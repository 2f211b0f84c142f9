"""Who a source is: from the mentions in the text to the speakers of the article.

``mentions`` finds names, ``nouns`` knows what word lists tell, ``register`` holds everybody the article names
once, ``forms`` takes a source apart, ``story`` keeps who is in mind as the text goes on, and ``resolve`` is
the ordered rules that link the one to the other. When all sources are linked, ``anonymity`` reads why one is
not named, and ``afterwards`` finds who the described are.
"""

from __future__ import annotations

from quotediff.extraction.speakers.link import Decision, Resolution, SourceMention, resolve

__all__ = ["Decision", "Resolution", "SourceMention", "resolve"]
