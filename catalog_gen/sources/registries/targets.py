"""Targets of EventBridge rules: which program an ARN names, and what happens to an event on its way there.

Source: AWS Service Authorization Reference (shapes of ARNs); Amazon EventBridge API Reference, "Target".
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from catalog_gen.model.registry import Label
from catalog_gen.sources.registries.reading import mapping, number, text

KINDS = {
    ("lambda", "function"): "Lambda function",
    ("sqs", ""): "SQS queue",
    ("sns", ""): "SNS topic",
    ("states", "stateMachine"): "Step Functions state machine",
    ("events", "event-bus"): "event bus",
    ("events", "api-destination"): "API destination",
    ("firehose", "deliverystream"): "Firehose stream",
    ("kinesis", "stream"): "Kinesis stream",
    ("logs", "log-group"): "log group",
    ("ecs", "cluster"): "ECS task",
    ("batch", "job-queue"): "Batch job queue",
    ("codebuild", "project"): "CodeBuild project",
    ("codepipeline", ""): "CodePipeline",
    ("glue", "workflow"): "Glue workflow",
    ("redshift", "cluster"): "Redshift cluster",
    ("redshift-serverless", "workgroup"): "Redshift workgroup",
    ("sagemaker", "pipeline"): "SageMaker pipeline",
    ("ssm", "automation-definition"): "Systems Manager automation",
    ("ssm", "document"): "Systems Manager document",
    ("execute-api", ""): "API Gateway",
    ("appsync", "endpoints"): "AppSync API",
    ("inspector", "target"): "Inspector template",
}
"""Service and kind of resource of an ARN → what people call it."""

_PARTS = 6


def named(arn: str) -> tuple[str, str]:
    """The name of what an ARN stands for, and its kind in words; a text that is no ARN stands for itself."""
    parts = arn.split(":", _PARTS - 1)
    if len(parts) < _PARTS or parts[0] != "arn":
        return arn, ""
    service, resource = parts[2], parts[5].removesuffix(":*")
    kind, mark, rest = _typed(resource)
    if not mark or (service, kind) not in KINDS:
        known = KINDS.get((service, ""))
        return (resource.partition("/")[0], known) if known is not None else (rest or resource, service)
    if service == "logs":
        return rest, KINDS[service, kind]
    name, _, _ = rest.partition("/" if mark == "/" else ":")
    return name, KINDS[service, kind]


def _typed(resource: str) -> tuple[str, str, str]:
    """`function:billing` and `event-bus/orders` → kind, separator, name."""
    found = [(resource.index(mark), mark) for mark in ":/" if mark in resource]
    if not found:
        return "", "", resource
    index, mark = min(found)
    return resource[:index], mark, resource[index + 1 :]


def service_of(target: dict[str, Any]) -> tuple[str, str]:
    """The program behind a target: an ECS target is its task, not the cluster that runs it."""
    task = text(mapping(target.get("EcsParameters")).get("TaskDefinitionArn"))
    if task:
        return task.rpartition("/")[2].partition(":")[0], "ECS task"
    return named(text(target.get("Arn")))


def labels_of(target: dict[str, Any]) -> tuple[Label, ...]:
    """What is worth knowing about a target, in the order in which an event meets it."""
    return tuple(Label(name=name, value=value) for name, value in _described(target) if value)


def _described(target: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "Target", service_of(target)[1]
    yield "Input path", text(target.get("InputPath"))
    yield "Fixed input", text(target.get("Input"))
    transformer = mapping(target.get("InputTransformer"))
    yield "Input transformer", text(transformer.get("InputTemplate"))
    paths = mapping(transformer.get("InputPathsMap"))
    yield "Taken from the event", ", ".join(f"{name} = {text(paths[name])}" for name in sorted(paths))
    dead = text(mapping(target.get("DeadLetterConfig")).get("Arn"))
    yield "Dead-letter queue", named(dead)[0] if dead else ""
    yield "Retries", _retries(mapping(target.get("RetryPolicy")))
    yield "Message group", text(mapping(target.get("SqsParameters")).get("MessageGroupId"))
    yield "Partition key", text(mapping(target.get("KinesisParameters")).get("PartitionKeyPath"))
    http = mapping(target.get("HttpParameters"))
    yield "HTTP parameters", json.dumps(http, ensure_ascii=False, sort_keys=True) if http else ""


def _retries(policy: dict[str, Any]) -> str:
    """EventBridge tries for 24 hours and up to 185 times where nothing else is set. Source: "RetryPolicy" of its API Reference."""
    times, age = number(policy.get("MaximumRetryAttempts")), number(policy.get("MaximumEventAgeInSeconds"))
    parts = ["none" if times == 0 else f"at most {times}" if times is not None else "", f"for at most {age} s" if age is not None else ""]
    return ", ".join(part for part in parts if part)
