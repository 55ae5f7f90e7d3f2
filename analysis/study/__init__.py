"""The handle: opens a study's folder, checks it, hands out frames, builds and verifies what is published."""
