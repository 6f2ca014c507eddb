"""Services of AWS: SNS and SQS. Both share identifiers, access policies and redrive policies."""

from __future__ import annotations

from catalog_gen.site.bindings.row import Protocol, Row


def _identifier(way: str, label: str, words: str) -> dict[str, Row]:
    """A queue, topic or endpoint of AWS, by whichever of its names is known."""
    return {
        way: Row(label),
        f"{way}.arn": Row("ARN", words),
        f"{way}.name": Row("Name", words),
        f"{way}.url": Row("URL", words),
        f"{way}.email": Row("E-mail", words),
        f"{way}.phone": Row("Telephone", words),
    }


def _policy(way: str) -> dict[str, Row]:
    """An access policy: who may do what."""
    return {
        way: Row("Access policy"),
        f"{way}.statements": Row("Access rule"),
        f"{way}.statements.effect": Row("Effect", "Whether the rule allows or denies."),
        f"{way}.statements.principal": Row("Who", "Accounts or services that the rule is about."),
        f"{way}.statements.principal.AWS": Row("AWS accounts", "Accounts or users that the rule is about."),
        f"{way}.statements.principal.Service": Row("AWS services", "Services that the rule is about."),
        f"{way}.statements.action": Row("May", "What the rule is about."),
        f"{way}.statements.resource": Row("On", "The resource that the rule is about."),
        f"{way}.statements.condition": Row("Condition", "When the rule applies."),
    }


def _redrive(way: str) -> dict[str, Row]:
    """What happens to messages that cannot be handled."""
    return {
        way: Row("Redrive policy"),
        **_identifier(f"{way}.deadLetterQueue", "Dead letter queue", "Where messages go that could not be handled."),
        f"{way}.maxReceiveCount": Row("Attempts", "How often a message is tried before it goes to the dead letter queue."),
    }


def _delivery(way: str) -> dict[str, Row]:
    """How deliveries are repeated."""
    return {
        way: Row("Delivery policy"),
        f"{way}.minDelayTarget": Row("Shortest delay", "The least time between two attempts.", "s"),
        f"{way}.maxDelayTarget": Row("Longest delay", "The most time between two attempts.", "s"),
        f"{way}.numRetries": Row("Attempts", "How often delivery is tried again in all."),
        f"{way}.numNoDelayRetries": Row("Attempts at once", "How many of them follow without a pause."),
        f"{way}.numMinDelayRetries": Row("Attempts with the shortest delay", "How many follow after the shortest delay."),
        f"{way}.numMaxDelayRetries": Row("Attempts with the longest delay", "How many follow after the longest delay."),
        f"{way}.backoffFunction": Row("Back-off", "How the pause grows from one attempt to the next."),
        f"{way}.maxReceivesPerSecond": Row("Limit per second", "How many deliveries a subscription gets in a second."),
    }


def _queue(way: str, label: str) -> dict[str, Row]:
    """A queue of SQS."""
    return {
        way: Row(label),
        f"{way}.name": Row("Name", "The queue's name; that of a FIFO queue ends in `.fifo`."),
        f"{way}.fifoQueue": Row("First in, first out", "Whether messages keep their order and are delivered once."),
        f"{way}.deduplicationScope": Row("Duplicates are told apart", "Within which group a message counts as a duplicate."),
        f"{way}.fifoThroughputLimit": Row("Throughput limit", "Whether the limit holds for the queue or for each message group."),
        f"{way}.deliveryDelay": Row("Delay", "How long a new message is held back.", "s"),
        f"{way}.visibilityTimeout": Row("Hidden while handled", "How long a message that is being handled stays hidden from others.", "s"),
        f"{way}.receiveMessageWaitTime": Row("Wait", "How long a reader waits for a message before it gets none.", "s"),
        f"{way}.messageRetentionPeriod": Row("Retention", "How long a message is kept that nobody deletes.", "s"),
        **_redrive(f"{way}.redrivePolicy"),
        **_policy(f"{way}.policy"),
        f"{way}.tags": Row("Tag", "A tag of the queue in AWS."),
    }


SNS = Protocol(
    "Amazon SNS",
    {
        "server": {},
        "channel": {
            "name": Row("Topic", "The topic's name, where it differs from the channel's address."),
            "ordering": Row("Ordering"),
            "ordering.type": Row(
                "Order",
                "Whether messages keep their order.",
                values=(("standard", "in any order"), ("FIFO", "first in, first out")),
            ),
            "ordering.contentBasedDeduplication": Row("Duplicates by content", "Whether two messages with equal content count as one."),
            **_policy("policy"),
            "tags": Row("Tag", "A tag of the topic in AWS."),
        },
        "operation": {
            **_identifier("topic", "Topic", "The topic that messages are published to or subscribed from."),
            "consumers": Row("Subscription"),
            "consumers.protocol": Row("Protocol", "How messages reach the subscriber."),
            **_identifier("consumers.endpoint", "Endpoint", "Where messages are delivered."),
            "consumers.filterPolicy": Row("Filter", "Only messages with these attributes are delivered."),
            "consumers.filterPolicyScope": Row("Filter looks at", "Whether the filter reads attributes or the payload."),
            "consumers.rawMessageDelivery": Row("Raw delivery", "Whether the payload is delivered without an envelope."),
            **_redrive("consumers.redrivePolicy"),
            **_delivery("consumers.deliveryPolicy"),
            "consumers.displayName": Row("Display name", "The sender that people see in an e-mail or a text message."),
            **_delivery("deliveryPolicy"),
        },
        "message": {},
    },
)

SQS = Protocol(
    "Amazon SQS",
    {
        "server": {},
        "channel": {**_queue("queue", "Queue"), **_queue("deadLetterQueue", "Dead letter queue")},
        "operation": _queue("queues", "Queue"),
        "message": {},
    },
)
