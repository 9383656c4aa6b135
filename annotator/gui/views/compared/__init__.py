"""Several layers on one article, side by side: the text with their lanes, the queue, the decision."""
