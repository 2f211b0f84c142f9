"""Text as such: spans, folding, tokens, sentences, lines. Knows nothing of journalism."""
