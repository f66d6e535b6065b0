"""How well prompts become worlds, in numbers that need no downloaded weights."""
