"""The parts of the window: each shows, none writes."""
