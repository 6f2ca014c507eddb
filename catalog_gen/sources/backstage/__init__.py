"""Backstage catalog files (`catalog-info.yaml`): entities, and who owns them."""
