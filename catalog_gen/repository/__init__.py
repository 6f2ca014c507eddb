"""Git repositories, read by plumbing: no checkout, no network, and nothing that stands in one is ever run."""

from catalog_gen.repository.past import PastReader
from catalog_gen.repository.problem import RepositoryProblem
from catalog_gen.repository.reader import GitReader

__all__ = ["GitReader", "PastReader", "RepositoryProblem"]
