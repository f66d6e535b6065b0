"""Worlds made by rule: starting points of a run, and terrain."""
