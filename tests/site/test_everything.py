"""Everything that the AsyncAPI specification has a field for reaches a page.

The documents in `everything/` state every field of the official schemas once. What a field says there is `probe OBJECT FIELD` (or
the same with dashes or slashes, where spaces are not allowed); `SHOWN` has what stands on the page for fields that cannot say so.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

import catalog_gen
from catalog_gen.graph import link
from catalog_gen.model import catalog as catalog_model
from catalog_gen.model import contract, declaration, message, schema
from catalog_gen.site.bindings import PROTOCOLS, row_of
from catalog_gen.site.links import settle
from catalog_gen.site.plan import plan
from tests.docs.asyncapi_table import TABLE

if TYPE_CHECKING:
    from catalog_gen.site.render import Renderer

DOCUMENTS = Path(__file__).parent / "everything"
MODULES = (contract, declaration, message, schema, catalog_model)
UNREAD = re.compile(r"<wbr>|<details class=\"raw\">.*?</details>|</?span class=\"\w{1,2}\">", re.DOTALL)
"""What is not looked at: places where a line may break, colours of code, and schemas as they were written: a raw dump is no rendering."""

FIELDS = [(name, field) for name, fields in TABLE.objects().items() for field in fields]

SCHEMES = {
    "APIKeyHTTPSecurityScheme": "API key over HTTP",
    "BearerHTTPSecurityScheme": "HTTP authentication",
    "NonBearerHTTPSecurityScheme": "HTTP authentication",
    "SaslGssapiSecurityScheme": "SASL/GSSAPI (Kerberos)",
    "SaslPlainSecurityScheme": "SASL/PLAIN",
    "SaslScramSecurityScheme": "SASL/SCRAM with SHA-256",
    "X509": "Client certificate (X.509)",
    "apiKey": "API key",
    "asymmetricEncryption": "Asymmetric encryption",
    "oauth2Flows": "OAuth 2",
    "openIdConnect": "OpenID Connect",
    "symmetricEncryption": "Symmetric encryption",
    "userPassword": "User name and password",
}

SHOWN = {
    **{(name, "type"): f'<span class="protocol">{words}</span>' for name, words in SCHEMES.items()},
    ("document", "asyncapi"): "AsyncAPI 3.1.0",
    ("document", "id"): "urn:probe:document-id",
    ("document", "info"): "probe info title",
    ("document", "servers"): "probe server title",
    ("document", "channels"): "probe channel title",
    ("document", "operations"): "probe operation title",
    ("document", "components"): "Components that nothing uses",
    ("info", "contact"): "probe contact name",
    ("info", "license"): "probe license name",
    ("info", "tags"): "probe tag name",
    ("info", "externalDocs"): "https://probe.example/externalDocs/url",
    ("server", "variables"): "probe serverVariable description",
    ("channel", "servers"): '<div><dt>Servers</dt><dd><a href="#server-1-main">main</a></dd></div>',
    ("channel", "parameters"): "probe parameter description",
    ("channel", "messages"): "<dt>Messages</dt><dd>",
    ("channelItem", "servers"): '<div><dt>Servers</dt><dd><a href="#server-1-main">main</a></dd></div>',
    ("channelItem", "parameters"): "string &lt;probe-parameter-schema&gt;",
    ("channelItem", "deprecated"): '</a></span> <span class="state state-deprecated">deprecated</span></h3>',
    ("channelItem", "publish"): '<span class="role role-reads">receive</span>',
    ("channelItem", "subscribe"): '<span class="role role-sends">send</span>',
    ("parameter", "schema"): "string &lt;probe-parameter-schema&gt;",
    ("operation", "action"): '<span class="role role-sends">send</span>',
    ("operation", "channel"): "<div><dt>Channel</dt><dd>",
    ("operation", "messages"): "<div><dt>Request</dt><dd>",
    ("operation", "reply"): "<div><dt>Reply</dt><dd>",
    ("operationTrait", "traits"): "probe-operation-traits",
    ("operationReply", "address"): "probe-operationReplyAddress-location",
    ("messageObject", "examples"): "probe messageExampleObject name",
    ("messageObject", "correlationId"): "probe-correlationId-location",
    ("messageObject", "deprecated"): '<span class="state state-deprecated">deprecated</span>',
    ("messageTrait", "deprecated"): '<span class="state state-deprecated">deprecated</span>',
    ("components", "securitySchemes"): "probe userPassword description",
    ("components", "messages"): "probe messageObject title",
    ("APIKeyHTTPSecurityScheme", "in"): "in the query of the address",
    ("apiKey", "in"): "in place of the user name",
    ("BearerHTTPSecurityScheme", "scheme"): "<code>bearer</code>",
    ("oauth2Flows", "flows"): "<h4>Authorization code</h4>",
}
"""Object and field → what stands on a page for it."""

TWICE = {"channelItem": "channel"}
"""An object of 2.x → the same object of 3.x."""


@pytest.fixture(scope="module")
def pages(renderer: Renderer) -> str:
    """All pages of the two documents, as one text."""
    catalog = catalog_gen.load(DOCUMENTS)
    return "\n".join(UNREAD.sub("", settle(renderer.render(page), page.paths[0])) for page in plan(catalog, link(catalog)))


def written(name: str, field: str) -> list[str]:
    """How a field may say its name."""
    return [f"probe {name} {field}", f"probe-{name}-{field}", f"probe.example/{name}/{field}"]


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_a_field_reaches_a_page(name: str, field: str, pages: str) -> None:
    if field == "$ref":
        return
    expected = [SHOWN[name, field]] if (name, field) in SHOWN else [html.escape(text, quote=False) for text in written(name, field)]
    assert any(text in pages for text in expected), f"no page shows `{field}` of `{name}`; expected one of {expected}"


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_a_field_has_its_place(name: str, field: str) -> None:
    model, page = TABLE.PLACES.get(name, {}).get(field, ("", ""))
    assert page, f"docs/_asyncapi.py does not say where `{field}` of `{name}` is shown"
    if not model:
        assert field == "$ref"
        return
    owner, _, attribute = model.partition(".")
    values = [getattr(module, owner) for module in MODULES if hasattr(module, owner)]
    assert values, f"the model has no `{owner}`"
    assert not attribute or attribute in {one.name for one in msgspec.structs.fields(values[0])}, f"`{owner}` has no `{attribute}`"


def test_the_table_names_only_what_the_specification_has() -> None:
    assert set(TABLE.PLACES) == set(TABLE.objects())


WAYS = [(family, level, way) for (family, level), ways in TABLE.binding_ways().items() for way in ways]


@pytest.mark.parametrize(("family", "level", "way"), WAYS)
def test_a_member_of_a_binding_has_a_label(family: str, level: str, way: str) -> None:
    row = row_of(family, level, way)
    assert row is not None, f"catalog_gen/site/bindings has no row for `{way}` of {family} ({level})"
    assert row.label
    assert row.words or any(other.startswith(f"{way}.") for _, _, other in WAYS), f"`{way}` of {family} is not explained"


def test_every_protocol_of_the_specification_has_a_name() -> None:
    assert {family for family, _ in TABLE.binding_ways()} <= set(PROTOCOLS)
