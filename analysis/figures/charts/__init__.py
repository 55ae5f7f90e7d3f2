"""How do counts look? One module for each chart: a pure function from frames to a Figure, all in one style."""
