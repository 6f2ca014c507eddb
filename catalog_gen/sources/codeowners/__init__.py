"""CODEOWNERS files of GitHub, GitLab and Bitbucket: who owns the files that declare things."""

from catalog_gen.sources.codeowners.reading import CodeOwnersSource

__all__ = ["CodeOwnersSource", "source"]

source = CodeOwnersSource()
