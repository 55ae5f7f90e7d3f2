"""The handle, view by view: each class adds the frames of one question to the one below it."""
