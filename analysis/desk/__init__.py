"""The coding desk in a notebook cell: what it knows, each act on it, and how it is shown."""
