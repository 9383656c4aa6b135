"""The language of the project: frozen records and pure functions; no Qt, no SQL, no files."""
