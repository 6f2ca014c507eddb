"""From the catalog to pages."""
