"""What does a file from the field say? One small module per family of formats, and one door: `door.read_original`."""
