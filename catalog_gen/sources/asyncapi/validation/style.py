"""Rules of good style. Nothing is wrong with a document that breaks them; a reader would miss something."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.diagnostics import Severity
from catalog_gen.sources.asyncapi.layers import with_traits
from catalog_gen.sources.asyncapi.validation.official import LATEST
from catalog_gen.sources.asyncapi.validation.rule import Finding, Rule
from catalog_gen.sources.asyncapi.validation.subject import Item, Subject
from catalog_gen.text.pointers import split

_CONTACT = ("name", "url", "email")


def _info(subject: Subject) -> Item | None:
    return next((item for item in subject.of("info") if isinstance(item.place.value, dict)), None)


def description(subject: Subject) -> Iterator[Finding]:
    """Documents that do not say what they describe."""
    info = _info(subject)
    if info is not None and not info.text("description").strip():
        yield Finding("`info` has no description.", info.spot, "Say in a sentence or two what the service does.")


def contact(subject: Subject) -> Iterator[Finding]:
    """Documents that do not say whom to ask."""
    info = _info(subject)
    if info is None:
        return
    missing = [field for field in _CONTACT if not info.mapping("contact").get(field)]
    if "contact" not in info.mapping():
        yield Finding("`info` has no contact.", info.spot, "Add `contact: {name: …, url: …, email: …}`.")
    elif missing:
        fields = " and ".join(f"`{field}`" for field in missing)
        yield Finding(f"The contact has no {fields}.", info.below("contact"), "Say who answers questions, and where.")


def licence(subject: Subject) -> Iterator[Finding]:
    """Documents without a licence."""
    info = _info(subject)
    if info is not None and not info.mapping("license"):
        yield Finding(
            "`info` has no licence.", info.spot, "Add `license: {name: …}`; a name such as `Apache-2.0` or `Proprietary` will do."
        )


def tags(subject: Subject) -> Iterator[Finding]:
    """Documents without tags."""
    holder = subject.root if subject.major == 2 else _info(subject)  # noqa: PLR2004 - the major version
    if holder is not None and not holder.list("tags"):
        spot = holder.below("tags") if "tags" in holder.mapping() else holder.spot
        yield Finding("The document has no tags.", spot, "Add `tags: [{name: …}]`, so that it can be found by topic.")


def servers(subject: Subject) -> Iterator[Finding]:
    """Documents that do not say where the messages flow."""
    if not subject.root.mapping("servers"):
        spot = subject.root.below("servers") if "servers" in subject.root.mapping() else subject.root.spot
        yield Finding("The document has no servers.", spot, "Say under `servers` where the messages can be sent or received.")


def operation_id(subject: Subject) -> Iterator[Finding]:
    """Operations of 2.x without an id."""
    for item in subject.of("operation"):
        if isinstance(item.place.value, dict) and with_traits(item.place, trait_wins=True).get("operationId") is None:
            yield Finding("The operation has no `operationId`.", item.spot, "Add one, so that code and links can name it.")


def latest(subject: Subject) -> Iterator[Finding]:
    """Documents of an older version of the specification."""
    written = subject.root.mapping().get("asyncapi")
    if subject.version != LATEST and written == subject.version:
        yield Finding(
            f"The latest version of the specification is {LATEST}; this document is written in {written}.",
            subject.root.below("asyncapi"),
            f"When it is time: `npx @asyncapi/cli convert FILE --target-version {LATEST} --output FILE`.",
        )


def unused_component(subject: Subject) -> Iterator[Finding]:
    """Components that nothing refers to."""
    if not subject.root.mapping("channels"):
        return  # the components of a library are for other documents
    used = {split(pointer)[:3] for path, pointer in subject.linked.targets() if path == subject.root.place.path}
    for section, held in subject.root.mapping("components").items():
        by_name = section == "securitySchemes" and subject.major == 2  # noqa: PLR2004 - the major version
        if not isinstance(held, dict) or section.startswith("x-") or by_name:
            continue
        for name in held:
            if not name.startswith("x-") and ("components", section, name) not in used:
                yield Finding(
                    f"Nothing refers to the component `{name}`.", subject.root.below("components", section, name), "Use it, or remove it."
                )


RULES = (
    Rule("asyncapi-description-missing", Severity.INFO, "`info` has a description.", description),
    Rule("asyncapi-contact-missing", Severity.INFO, "`info` says whom to ask, by name, URL and e-mail address.", contact),
    Rule("asyncapi-license-missing", Severity.INFO, "`info` has a licence.", licence),
    Rule("asyncapi-tags-missing", Severity.INFO, "The document has tags.", tags),
    Rule("asyncapi-servers-missing", Severity.INFO, "The document has servers.", servers),
    Rule("asyncapi-operation-id-missing", Severity.INFO, "Each operation has an id.", operation_id, (2,)),
    Rule("asyncapi-version-older", Severity.INFO, "The document is written in the latest version of the specification.", latest),
    Rule("asyncapi-component-unused", Severity.INFO, "Each component is referred to.", unused_component),
)
