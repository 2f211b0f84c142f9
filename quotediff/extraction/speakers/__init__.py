"""Who a source is: from the mentions in the text to the speakers of the article.

``register`` has everybody whom the article names, once; ``source_phrase`` takes a source apart; ``salience``
keeps who is in mind as the text goes on. ``link`` takes the sources in text order: a name is whose the
register says, several are those of their parts, and for any other source ``candidates`` proposes who may be
meant, ``features`` bars those who cannot be and describes the rest, and the one with the most weight is the
speaker, or somebody new (``kinds``). The weights are fitted by ``scripts/train-speakers``; ``model/CARD.md``
says on what, and how good they are. When all sources are linked, ``anonymity`` reads why one is not named,
and ``late_links`` finds who the described are.
"""

from __future__ import annotations

from quotediff.extraction.speakers.link import Decision, Resolution, SourceMention, resolve

__all__ = ["Decision", "Resolution", "SourceMention", "resolve"]
