"""Catalogs as small tables: a row is a message version with who sends and who reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import pytest

from catalog_gen.diagnostics import Span
from catalog_gen.model.catalog import Catalog, Channel, Service, ServiceVersion
from catalog_gen.model.contract import Contract, Operation
from catalog_gen.model.message import Message, MessageVersion, Party
from catalog_gen.model.people import Domain, Owner

Row: TypeAlias = tuple[str, str, str, str]
"""Message, version label, senders, receivers; services apart by blanks, `old` ones written `name!`."""

MakeCatalog: TypeAlias = Callable[..., Catalog]

HERE = Span(path="contract.yaml")


def parties(names: str, message: str, role: str) -> tuple[Party, ...]:
    return tuple(
        Party(
            service=name.rstrip("!"),
            version="0.9.0" if name.endswith("!") else "1.0.0",
            live=not name.endswith("!"),
            span=Span(path=f"{name}.yaml", pointer=f"/{role}/{message}"),
        )
        for name in names.split()
    )


@pytest.fixture
def make_catalog() -> MakeCatalog:
    """Make a catalog: rows, then services → domain, services → owners, services → operations, and channels → messages."""

    def make_catalog(
        rows: Sequence[Row],
        domains: Mapping[str, str] | None = None,
        owners: Mapping[str, str] | None = None,
        operations: Mapping[str, tuple[Operation, ...]] | None = None,
        channels: Mapping[str, str] | None = None,
        extra_services: str = "",
    ) -> Catalog:
        versions: dict[str, list[MessageVersion]] = {}
        for name, label, senders, receivers in rows:
            versions.setdefault(name, []).append(
                MessageVersion(
                    version=label,
                    slug=label,
                    aliases=(f"{label}-alias",),
                    producers=parties(senders, f"{name}@{label}", "sends"),
                    consumers=parties(receivers, f"{name}@{label}", "receives"),
                    span=Span(path="contract.yaml", pointer=f"/{name}/{label}"),
                )
            )
        services = sorted({name.rstrip("!") for row in rows for name in (*row[2].split(), *row[3].split())} | set(extra_services.split()))
        return Catalog(
            domains=tuple(Domain(id=name, slug=name, name=name.title(), span=HERE) for name in sorted(set((domains or {}).values()))),
            services=tuple(
                Service(
                    id=name,
                    slug=name,
                    name=f"{name} service",
                    domain=(domains or {}).get(name, ""),
                    owners=tuple(Owner(id=owner) for owner in (owners or {}).get(name, "").split()),
                    latest="1.0.0",
                    versions=(
                        ServiceVersion(
                            version="1.0.0",
                            slug="1.0.0",
                            latest=True,
                            live=True,
                            contract=Contract(
                                service=name,
                                name=name,
                                version="1.0.0",
                                path=f"{name}.yaml",
                                operations=(operations or {}).get(name, ()),
                                span=HERE,
                            ),
                        ),
                    ),
                )
                for name in services
            ),
            messages=tuple(
                Message(id=name, slug=name, name=name, latest=found[0].version, versions=tuple(found))
                for name, found in sorted(versions.items())
            ),
            channels=tuple(
                Channel(id=name, slug=name, address=name, messages=tuple(messages.split())) for name, messages in (channels or {}).items()
            ),
        )

    return make_catalog
