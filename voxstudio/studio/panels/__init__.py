"""The parts of the window: they show the document and ask the controller, and decide nothing."""
