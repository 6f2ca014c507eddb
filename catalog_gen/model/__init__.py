"""The vocabulary as frozen values. Nothing here reads, decides or renders."""
