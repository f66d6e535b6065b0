"""Random use of the real window, to find what nobody thought of: hands, deeds, a watch for faults, and promises."""
