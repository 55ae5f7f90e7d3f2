"""How is the evidence shown? What a figure must show is data; how each mark is drawn follows from its evidence."""
