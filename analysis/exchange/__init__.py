"""How is the work handed on to other programs? Each format has its module; what leaves has passed the release gate."""
