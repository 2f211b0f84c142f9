"""What is known of a language: data files, one entry a line, and the one place that reads them."""
