"""Corpora: stories in several versions with what a careful reader finds in them, and whether that holds."""
