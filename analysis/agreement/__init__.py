"""How far do coders, or readers, agree? Pure measures on a frame of units."""
