"""Claims of ownership with line and column, so that pages can say where each stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec

from catalog_gen.diagnostics import Span
from catalog_gen.model.contract import Contract, ContractChannel
from catalog_gen.model.declaration import Declarations, MessageDeclaration, OwnershipRule
from catalog_gen.model.people import Domain
from catalog_gen.model.registry import RegisteredVersion
from catalog_gen.text.positions import Positions

Row = TypeVar("Row", OwnershipRule, Domain, RegisteredVersion)
Owned = TypeVar("Owned", Contract, ContractChannel, MessageDeclaration)


def locate_claims(declarations: Declarations, places: Callable[[str], Positions | None]) -> Declarations:
    """The declarations with the place of every claim looked up; `places` knows the files by path."""

    def placed(span: Span) -> Span:
        positions = None if span.line else places(span.path)
        return span if positions is None else positions.span(span.pointer)

    def with_place(row: Row) -> Row:
        return msgspec.structs.replace(row, span=placed(row.span)) if row.owners else row

    def with_claim(row: Owned) -> Owned:
        return row if row.owned_at is None else msgspec.structs.replace(row, owned_at=placed(row.owned_at))

    def with_claims(contract: Contract) -> Contract:
        contract = with_claim(contract)
        if not any(channel.owners for channel in contract.channels):
            return contract
        return msgspec.structs.replace(contract, channels=tuple(with_claim(channel) for channel in contract.channels))

    return msgspec.structs.replace(
        declarations,
        ownership=tuple(with_place(row) for row in declarations.ownership),
        domains=tuple(with_place(row) for row in declarations.domains),
        contracts=tuple(with_claims(row) for row in declarations.contracts),
        messages=tuple(with_claim(row) for row in declarations.messages),
        registered=tuple(with_place(row) for row in declarations.registered),
    )
