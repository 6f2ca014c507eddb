"""From the catalog to view models: one function a page type, each a pure function of the lookups and one thing."""
