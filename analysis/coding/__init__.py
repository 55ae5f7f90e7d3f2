"""Who put which code on which segment? Append-only journals, their fold, and the layer that is in force."""
