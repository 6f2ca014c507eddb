"""The live preview."""

from catalog_gen.serve.session import serve

__all__ = ["serve"]
