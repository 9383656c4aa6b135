"""Article Annotator: mark actors, quotes and statistics in news articles."""

__version__ = "0.1.0"
