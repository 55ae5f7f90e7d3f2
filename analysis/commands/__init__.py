"""The commands of `jenjang`, by what they are for."""
