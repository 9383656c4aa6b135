"""One project is one SQLite file: this room creates, opens, reads and changes it."""
