"""Reading YAML and JSON with positions, limits and references."""
