"""What ``quotediff --engine deep`` has learned, as data; README.md is its card. There is no code here."""
