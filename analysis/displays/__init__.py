"""What do displays of coded talk show: case by theme, role by theme, clusters, saturation, facets?"""
