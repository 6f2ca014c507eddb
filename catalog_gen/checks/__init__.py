"""Rules over the merged catalog."""
