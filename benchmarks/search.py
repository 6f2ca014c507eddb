"""Times the search of a large catalog: writing its data, the size of a first query, and from a keystroke to results in Chromium.

python benchmarks/search.py [MESSAGES]
"""

from __future__ import annotations

import gzip
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from catalog_gen.diagnostics import Span
from catalog_gen.model.catalog import Catalog, Channel, Service, ServiceVersion
from catalog_gen.model.contract import Contract
from catalog_gen.model.message import Message, MessageVersion
from catalog_gen.model.people import Domain, Owner, Team
from catalog_gen.model.schema import Schema
from catalog_gen.model.slugs import slugify
from catalog_gen.resources import resource
from catalog_gen.site.search_index import search_files

QUERIES = ("o", "order placed", "placedorder", "ordpl", "invoice", "field:amount", "zzzz", "settelment", "owner:team", "totalAmount", "e")


def words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


QUALIFIERS = words(
    "Retail Wholesale Partner Digital Loyalty Export Import Seasonal Regional Corporate Market Mobile Legacy Premium Trial Internal Bulk "
    "Express Guest Gift Local Remote Store Web Backup Primary Draft Final Joint Single Split Daily Weekly Manual Auto Shared Private Public"
)
NOUNS = words(
    "Order Payment Shipment Invoice Customer Product Cart Refund Subscription Account Stock Price Booking Ticket Delivery Return Voucher "
    "Contract Claim Ledger Settlement Basket Warehouse Parcel Route Driver Vehicle Permit License Quote Offer Coupon Review Rating Message "
    "Session Device Token Profile Address Consent Batch Report Forecast Budget Expense Salary Shift Roster Employee Candidate Interview"
)
VERBS = words(
    "Created Updated Cancelled Approved Rejected Completed Archived Expired Assigned Failed Reopened Suspended Resumed Verified Flagged "
    "Merged Reserved Released Corrected Placed Paid Shipped Delivered Returned Opened Closed Requested Confirmed Declined Scheduled"
)


def synthetic(count: int, seed: int = 7) -> Catalog:
    """A catalog with names like those of a large company, two versions of each message, and a channel for each."""
    rng = random.Random(seed)  # noqa: S311 - the same catalog every time
    span = Span(path="specs/all.yaml")
    domains = [Domain(id=slugify(name), slug=slugify(name), name=name, span=span) for name in QUALIFIERS]
    teams = [Team(id=f"team-{slugify(name)}", slug=f"team-{slugify(name)}", name=f"{name} team", span=span) for name in NOUNS]
    names: dict[str, None] = {}
    while len(names) < count:
        words = [rng.choice(QUALIFIERS), *rng.sample(NOUNS, rng.choice((1, 1, 2))), rng.choice(VERBS)]
        names.setdefault("".join(words[0 if rng.random() < 0.7 else 1 :]))  # noqa: PLR2004 - not all names are qualified
    messages = [_message(rng, name, domains, teams, span) for name in sorted(names)]
    channels = tuple(
        Channel(id=channel, slug=slugify(channel), address=channel, messages=(message.id,))
        for message in messages
        for channel in message.current.channels
    )
    return Catalog(domains=tuple(domains), teams=tuple(teams), messages=tuple(messages), channels=channels, services=_services(count, span))


def _services(count: int, span: Span) -> tuple[Service, ...]:
    names = [f"{one} {other} Service" for one in QUALIFIERS for other in NOUNS][: max(1, count // 10)]
    return tuple(
        Service(
            id=slugify(name),
            slug=slugify(name),
            name=name,
            domain=slugify(name.split()[0]),
            latest="1.0.0",
            versions=(
                ServiceVersion(
                    version="1.0.0",
                    slug="1.0.0",
                    latest=True,
                    live=True,
                    contract=Contract(service=slugify(name), name=name, version="1.0.0", path="specs/all.yaml", span=span),
                ),
            ),
        )
        for name in names
    )


def _message(rng: random.Random, name: str, domains: list[Domain], teams: list[Team], span: Span) -> Message:
    domain = rng.choice(domains)
    fields = ["eventId", "occurredAt", "correlationId", "status", "totalAmount", *(
        rng.choice(NOUNS).lower() + rng.choice(("Id", "Code", "Date", "Amount", "Status", "Reference", "Count")) for _ in range(12)
    )]  # fmt: skip
    versions = []
    for label in ("2.0.0", "1.0.0"):
        text = json.dumps({"type": "object", "properties": {field: {"type": "string", "description": "Some words."} for field in fields}})
        schema = Schema(format="json-schema", written=text, digest=f"{name}{label}", span=span)
        versions.append(
            MessageVersion(
                version=label,
                slug=label,
                summary=f"{name} happened in {domain.name}; read by {rng.choice(NOUNS)} and {rng.choice(NOUNS)} screens.",
                channels=(f"{domain.id}.{slugify(name)}.v{rng.choice((1, 1, 2))}",) if label == "2.0.0" else (),
                payload=schema,
                span=span,
            )
        )
        fields.pop()
    owner = Owner(id=rng.choice(teams).id)
    slug = slugify(name)
    return Message(id=name, slug=slug, name=name, kind="event", domain=domain.id, owners=(owner,), latest="2.0.0", versions=tuple(versions))


ROUNDS = 4


def keystrokes(folder: Path) -> dict[str, list[float]]:
    """Milliseconds from each keystroke of each query until its results stand in the page; layout included.

    Each the least of several rounds with a fresh page, because other programs only ever make it slower.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only this part needs a browser

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    rounds: list[dict[str, list[float]]] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-background-networking"])
        for _ in range(ROUNDS):
            page = browser.new_page()
            page.goto((folder / "search" / "index.html").as_uri())
            page.focus("#search-input")
            page.keyboard.type("first")
            page.wait_for_selector(".find-option")
            rounds.append(page.evaluate(_TYPE, list(QUERIES)))
            page.close()
        browser.close()
    return {query: [min(steps) for steps in zip(*(times[query] for times in rounds), strict=True)] for query in QUERIES}


_TYPE = """async (queries) => {
    const input = document.querySelector("#search-input"), times = {};
    const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
    for (const query of queries) {
        times[query] = [];
        for (let length = 1; length <= query.length; length += 1) {
            input.value = query.slice(0, length);
            const start = performance.now();
            input.dispatchEvent(new Event("input"));
            document.body.offsetHeight;
            times[query].push(performance.now() - start);
            await pause(150);
        }
    }
    return times;
}"""

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Search</title>
<link rel="stylesheet" href="../assets/site.css"><link rel="stylesheet" href="../assets/search.css">
<script src="../assets/search.js" defer></script></head>
<body><main id="main"><form action="index.html"><input id="search-input" type="search" name="q"></form>
<div id="search-results"></div></main></body></html>
"""


def write_site(files: dict[str, bytes], folder: Path) -> None:
    """A search page with its data, and nothing else of a site."""
    statics = {f"assets/{name}": (resource("static") / name).read_bytes() for name in ("site.css", "search.css", "search.js")}
    for path, content in {**files, **statics, "search/index.html": PAGE.encode()}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def main(count: int) -> None:
    """Print the figures."""
    catalog = synthetic(count)
    started = time.perf_counter()
    files = search_files(catalog)
    print(f"{count} messages: data written in {time.perf_counter() - started:.2f} s, {len(files)} files")
    sizes: dict[str, list[Any]] = {}
    for path, content in files.items():
        sizes.setdefault(path.split("/")[1], []).append((len(content), len(gzip.compress(content, 9))))
    for name, pairs in sizes.items():
        total, packed = (sum(column) for column in zip(*pairs, strict=True))
        largest = max(packed for _, packed in pairs)
        print(
            f"  {name}: {len(pairs)} files, {total / 1024:.0f} KB, compressed {packed / 1024:.0f} KB, the largest {largest / 1024:.1f} KB"
        )
    with tempfile.TemporaryDirectory() as folder:
        write_site(files, Path(folder))
        times = keystrokes(Path(folder))
    for query, steps in times.items():
        print(f"  {query!r}: median {statistics.median(steps):.1f} ms, worst {max(steps):.1f} ms")
    every = [step for steps in times.values() for step in steps]
    print(f"  keystroke to results: median {statistics.median(every):.1f} ms, worst {max(every):.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
