"""Charts of displays: one module per chart, each a pure function from a frame to a figure, with its words."""
