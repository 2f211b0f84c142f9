"""What became of what: sentences of two versions first, then quotes through them, then words."""
