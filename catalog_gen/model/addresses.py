"""Where each thing stands on the site: addresses relative to the site's root, a page being `index.html` in its folder."""

from __future__ import annotations

from catalog_gen.model.catalog import Catalog, CatalogServer, Channel, Service, ServiceVersion, SharedSchema
from catalog_gen.model.declaration import TextDeclaration
from catalog_gen.model.message import Message, MessageVersion
from catalog_gen.model.people import Domain, Team, User
from catalog_gen.model.versions import UNVERSIONED

IDENTITY_SIZE = 150
"""Messages on one page of the identity report."""

KIND_FOLDERS = {"event": "events", "command": "commands", "query": "queries", "message": "messages"}


def message_url(message: Message) -> str:
    """The page of a message, which shows its latest version."""
    return f"{KIND_FOLDERS[message.kind]}/{message.slug}/"


def version_url(message: Message, version: MessageVersion) -> str:
    """The page of one version of a message."""
    return f"{message_url(message)}{version.slug}/"


def comparison_url(message: Message, old: MessageVersion, new: MessageVersion) -> str:
    """The page that compares two versions of a message."""
    return f"{message_url(message)}compare/{old.slug}...{new.slug}/"


def comparisons_url(message: Message) -> str:
    """The page that compares any two versions of a message."""
    return f"{message_url(message)}compare/"


def identity_anchor(message: Message) -> str:
    """The row of a message in the identity report."""
    return f"{message.kind}-{message.slug}"


def identity_urls(catalog: Catalog) -> dict[str, str]:
    """Message id → the address of its row in the identity report."""
    pages = ((number // IDENTITY_SIZE + 1, message) for number, message in enumerate(catalog.messages))
    return {message.id: f"identity/{'' if page == 1 else f'page/{page}/'}#{identity_anchor(message)}" for page, message in pages}


def service_url(service: Service, version: ServiceVersion | None = None) -> str:
    """The page of a service, or of one version of it; a service without versions has its one page."""
    whole = version is None or (version.version == UNVERSIONED and len(service.versions) == 1)
    return f"services/{service.slug}/" if whole or version is None else f"services/{service.slug}/{version.slug}/"


def channel_url(channel: Channel) -> str:
    """The page of a channel."""
    return f"channels/{channel.slug}/"


def domain_url(domain: Domain) -> str:
    """The page of a domain."""
    return f"domains/{domain.slug}/"


def team_url(team: Team) -> str:
    """The page of a team."""
    return f"teams/{team.slug}/"


def user_url(user: User) -> str:
    """The page of a user."""
    return f"users/{user.slug}/"


def server_url(server: CatalogServer) -> str:
    """The row of a server on the page of all servers."""
    return f"servers/#{server.slug}"


def schema_url(schema: SharedSchema) -> str:
    """The page of a shared schema."""
    return f"schemas/{schema.slug}/"


def text_url(text: TextDeclaration) -> str:
    """The page of a free Markdown text; `path` keeps the folders below the text's source, without the extension."""
    return f"docs/{text.slug}/"
