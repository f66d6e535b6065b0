"""The pictures of the user's guide, taken of the real window."""
