"""The page of agreement: intervals, pairs, confusions, definitions."""
