"""Schema formats: reading, canonical forms, field trees."""
