"""Who sends what to whom, and the layout of its pictures."""
