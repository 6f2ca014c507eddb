"""The official JSON Schemas of the AsyncAPI specification and of its bindings, as published; see `VENDORED.md`."""
