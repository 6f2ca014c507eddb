"""Wiki links: each row is a reference and where it leads in the showcase; `""` is nowhere."""

from __future__ import annotations

import pytest

from catalog_gen.site.wiki import Wiki, unresolved_wiki_links
from tests.site.showcase import showcase

ROWS = [
    ("OrderPlaced", "events/order-placed/"),
    ("orderplaced", "events/order-placed/"),
    ("order-placed", "events/order-placed/"),
    ("com.acme.OrderPlaced", "events/order-placed/"),
    ("orders.placed-value", "events/order-placed/"),
    ("event:OrderPlaced", "events/order-placed/"),
    ("OrderPlaced@1.0.0", "events/order-placed/1.0.0/"),
    ("OrderPlaced@2.0.1", "events/order-placed/2.1.0/"),
    ("OrderPlaced@latest", "events/order-placed/"),
    ("OrderPlaced@9.9.9", "events/order-placed/"),
    ("service:orders", "services/orders/"),
    ("Orders Service", "services/orders/"),
    ("orders.placed", "channels/orders-placed/"),
    ("channel:orders.placed", "channels/orders-placed/"),
    ("domain:Ordering", "domains/ordering/"),
    ("team-checkout", "teams/team-checkout/"),
    ("user:Mira Adler", "users/mira/"),
    ("Money", "schemas/money/"),
    ("doc:naming", "docs/naming/"),
    ("service:OrderPlaced", ""),
    ("NoSuchThing", ""),
    ("", ""),
    ("@1.0.0", ""),
]


@pytest.mark.parametrize(("reference", "url"), ROWS)
def test_a_reference_leads_somewhere(reference: str, url: str) -> None:
    assert Wiki(showcase()).resolve(reference) == url


def test_unresolved_references_are_reported_with_their_place() -> None:
    found = [(owner, reference, str(span)) for owner, reference, span in unresolved_wiki_links(showcase())]
    assert found == [("message com.acme.OrderPlaced 2.1.0", "NoSuchThing", "specs/orders.yaml:214:5")]
