"""Policies, accepted changes and read fields, as `catalog.yaml` writes them."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.diagnostics import Severity
from catalog_gen.model.governance import Governance, IgnoreRule, PolicyRule, ReadsRule
from catalog_gen.sources.forms import Form
from catalog_gen.sources.organisation import day_of

POLICY_KEYS = frozenset({"channels", "dialect", "domains", "lifecycle", "messages", "mode", "notice"})
IGNORE_KEYS = frozenset({"change", "expires", "reason", "subject"})
READS_KEYS = frozenset({"fields", "message", "service"})
MODES = ("backward", "forward", "full", "backward_transitive", "forward_transitive", "full_transitive", "none")
DIALECTS = ("semantic", "confluent", "confluent-lenient", "apicurio", "buf-wire", "buf-wire-json", "buf-package", "buf-file")
MOST_DAYS = 36_500
"""The longest notice that means anything."""

_TARGETS = {"messages": "message", "channels": "channel", "domains": "domain"}


def read_governance(form: Form) -> Governance:
    """What the keys `policies`, `ignore` and `reads` say; what cannot be understood is a finding, and is left out."""
    return Governance(
        policies=tuple(rule for entry in form.forms("policies") for rule in _policies(entry)),
        ignores=tuple(rule for entry in form.forms("ignore") for rule in _ignores(entry)),
        reads=tuple(rule for entry in form.forms("reads") for rule in _reads(entry)),
    )


def _policies(form: Form) -> Iterator[PolicyRule]:
    form.check_keys(POLICY_KEYS, "a policy")
    mode = form.choice("mode", MODES)
    dialect = form.choice("dialect", DIALECTS)
    notice = _days(form)
    lifecycle = form.choice("lifecycle", ("on", "off"))
    named = [(kind, pattern) for key, kind in _TARGETS.items() for pattern in form.texts(key)]
    if not named:
        hint = 'For all messages write `messages: ["*"]`.'
        form.report("config-missing-id", Severity.ERROR, "A policy needs `messages`, `channels` or `domains`.", hint=hint)
    for kind, pattern in named:
        yield PolicyRule(
            kind=kind,
            pattern=pattern,
            mode=mode,
            dialect=dialect,
            notice=notice,
            lifecycle={"on": True, "off": False}.get(lifecycle),
            span=form.span,
        )


def _days(form: Form) -> int | None:
    """A notice: `90`, `90d` or `90 days`."""
    text = form.text("notice").removesuffix("days").removesuffix("d").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_DAYS)):
        return min(int(text), MOST_DAYS)
    form.report("config-wrong-type", Severity.ERROR, f"`notice` must be a number of days such as `90`, not `{text}`.", "notice")
    return None


def _ignores(form: Form) -> Iterator[IgnoreRule]:
    form.check_keys(IGNORE_KEYS, "an accepted change")
    change, reason = form.text("change"), form.text("reason")
    if not change:
        hint = "Copy the fingerprint that `catalog-gen diff` prints, or name a kind and a `subject`."
        form.report("config-missing-id", Severity.ERROR, "An accepted change needs `change`.", hint=hint)
    elif not reason:
        form.report(
            "config-missing-reason",
            Severity.ERROR,
            f"The accepted change `{change}` needs a `reason`.",
            hint="Say who accepted it and why.",
        )
    else:
        yield IgnoreRule(change=change, subject=form.text("subject"), reason=reason, expires=day_of(form, "expires"), span=form.span)


def _reads(form: Form) -> Iterator[ReadsRule]:
    form.check_keys(READS_KEYS, "a statement of what is read")
    service, message = form.text("service"), form.text("message")
    if not service or not message:
        form.report("config-missing-id", Severity.ERROR, "What is read needs a `service` and a `message`.")
        return
    yield ReadsRule(service=service, message=message, fields=form.texts("fields"), span=form.span)
