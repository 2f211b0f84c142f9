"""Holds quotes against annotated ones: the measures, their intervals, and errors by cause.

The definitions are in docs/evaluate.md; a change of any changes what the project's figures mean.
"""
