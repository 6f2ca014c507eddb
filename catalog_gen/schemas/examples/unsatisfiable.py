"""The findings that no value can exist, or that none was found within the work that an example may cost."""

from __future__ import annotations


class TooMuchWorkError(Exception):
    """The work that an example may cost is spent; never leaves this room."""


class UnsatisfiableSchema(ValueError):  # noqa: N818 - the published name
    """No payload can satisfy the schema, or none within the bounds that examples keep to.

    `keyword` is the keyword that stands in the way and `place` the pointer (RFC 6901) of the schema that holds it, in the document that
    was given ("" is its root). `message` says it in words.
    """

    def __init__(self, message: str, keyword: str = "", place: str = "") -> None:
        at = place or "the root"
        super().__init__(f"{message} (`{keyword}` at {at})" if keyword else f"{message} (at {at})")
        self.message = message
        self.keyword = keyword
        self.place = place
