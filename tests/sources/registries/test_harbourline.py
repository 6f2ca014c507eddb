"""The registries of one company, exported in three ways, as one catalog.

The files were written by hand in the forms that the services publish: Confluent's API with contexts and associations (its OpenAPI
document), a V2 backup as Karapace writes it, and answers of Apicurio Registry's API, release 3.
"""

from __future__ import annotations

from pathlib import Path

from tests.sources.registries.exports import catalog, codes, declare, message, version

FOLDER = Path(__file__).parent / "harbourline"
FILES = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in sorted(FOLDER.rglob("*")) if path.is_file()}
CATALOG = catalog(FILES)


def test_every_file_is_recognised_and_nothing_is_wrong() -> None:
    assert {one.documents[0].path for one in declare(FILES) if one.documents} == set(FILES)
    assert codes(CATALOG) == []


def test_what_the_catalog_holds() -> None:
    assert {one.id: (one.latest, [each.version for each in one.versions]) for one in CATALOG.messages} == {
        "SailingDelayed": ("1", ["2", "1"]),
        "harbourline.freight.FreightBookingAccepted": ("2", ["2", "1"]),
        "harbourline.loyalty.PointsEarned": ("1.1.0", ["1.1.0", "1.0.0"]),
        "harbourline.payments.RefundPaid": ("1", ["1"]),
        "harbourline.shared.Money": ("1", ["1"]),
        "harbourline.vessel.EngineReading": ("1", ["1"]),
    }


def test_who_owns_what() -> None:
    assert {one.id: [owner.id for owner in one.owners] for one in CATALOG.messages if one.owners} == {
        "SailingDelayed": ["port-operations"],
        "harbourline.freight.FreightBookingAccepted": ["freight-desk"],
        "harbourline.loyalty.PointsEarned": ["loyalty-desk"],
    }


def test_compatibility_modes() -> None:
    kept = {one.id: one.versions[0].registrations[0] for one in CATALOG.messages}
    assert {name: one.compatibility for name, one in kept.items()} == {
        "SailingDelayed": "BACKWARD",
        "harbourline.freight.FreightBookingAccepted": "FULL",
        "harbourline.loyalty.PointsEarned": "BACKWARD_TRANSITIVE",
        "harbourline.payments.RefundPaid": "FORWARD",
        "harbourline.shared.Money": "BACKWARD",
        "harbourline.vessel.EngineReading": "NONE",
    }
    assert kept["harbourline.freight.FreightBookingAccepted"].compatibility_group == "application.major.version"
    assert kept["harbourline.vessel.EngineReading"].name == ":.vessels:telemetry-value"


def test_key_references_tags_and_states() -> None:
    booking = version(CATALOG, "harbourline.freight.FreightBookingAccepted", "2")
    assert booking.key is not None
    assert '"bookingId"' in booking.key.written
    assert booking.payload is not None
    assert '"decimal"' in booking.payload.bundled
    delayed = message(CATALOG, "SailingDelayed")
    assert [(one.version, one.lifecycle.state, one.registrations[0].state) for one in delayed.versions] == [
        ("2", "retired", "deleted"),
        ("1", "active", ""),
    ]
    assert [(tagged.path, tagged.tags) for tagged in delayed.versions[1].registrations[0].tags] == [("$.captain", ("PII",))]
    earned = message(CATALOG, "harbourline.loyalty.PointsEarned")
    assert [one.lifecycle.state for one in earned.versions] == ["active", "deprecated"]
    assert [rule.name for rule in earned.versions[0].registrations[0].rules] == ["VALIDITY"]
