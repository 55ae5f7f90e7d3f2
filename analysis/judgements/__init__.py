"""How is a human judgement written down, read, checked, and taken back from a table?"""
