"""Backstage catalog files (`catalog-info.yaml`) and answers of its API: entities, who owns them and how they belong together."""

from catalog_gen.sources.backstage.reading import BackstageSource

__all__ = ["BackstageSource", "source"]

source = BackstageSource()
