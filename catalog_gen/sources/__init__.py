"""One module for each kind of input; each yields declarations and diagnostics."""
