"""Somebody sits at the real window while the real prior trains; the same run in the terminal takes turns with it."""
