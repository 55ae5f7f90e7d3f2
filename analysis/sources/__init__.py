"""What was said or written, by whom, where? The one text form, anchors, and the tables beside the texts."""
