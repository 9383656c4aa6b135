"""The dialogs: each asks for one decision."""
