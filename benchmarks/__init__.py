"""What is measured, and against what. Run with `make bench`; README.md keeps the last table."""
