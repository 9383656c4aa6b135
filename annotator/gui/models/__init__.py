"""Row-based item models over what the store reads."""
