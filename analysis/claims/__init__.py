"""What do we say, on what evidence, how strong, against which rival? The ledger of claims (F15, F16, F17) and lint."""
