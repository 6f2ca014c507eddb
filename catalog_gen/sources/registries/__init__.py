"""Exports of schema registries: one module for each kind, all of which state registered versions; `assembly` joins them to messages."""
