"""From which frames of the study is each chart drawn? One module for each, and the registry of all."""
