"""Logs and streams: Kafka, Pulsar, Google Pub/Sub, NATS."""

from __future__ import annotations

from catalog_gen.site.bindings.row import Protocol, Row

KAFKA = Protocol(
    "Kafka",
    {
        "server": {
            "schemaRegistryUrl": Row("Schema registry", "Where the schemas of keys and values are registered."),
            "schemaRegistryVendor": Row("Registry vendor", "Which product the registry is, and so which rules it applies."),
        },
        "channel": {
            "topic": Row("Topic", "The topic's name, where it differs from the channel's address."),
            "partitions": Row("Partitions", "Messages with equal keys stay in one partition, in order."),
            "replicas": Row("Replicas", "How many brokers hold a copy of each partition."),
            "topicConfiguration": Row("Topic configuration"),
            "topicConfiguration.cleanup.policy": Row(
                "Clean-up",
                "What happens to old messages.",
                values=(("delete", "removed after the retention time"), ("compact", "the last message of each key is kept")),
            ),
            "topicConfiguration.retention.ms": Row("Retention time", "How long messages are kept; -1 keeps them for ever.", "ms"),
            "topicConfiguration.retention.bytes": Row("Retention size", "How much a partition holds; -1 sets no limit.", "bytes"),
            "topicConfiguration.delete.retention.ms": Row(
                "Tombstone retention", "How long the mark of a deleted key is kept on a compacted topic.", "ms"
            ),
            "topicConfiguration.max.message.bytes": Row("Largest message", "The broker refuses a larger batch of messages.", "bytes"),
            "topicConfiguration.confluent.key.schema.validation": Row(
                "Key validation", "Whether the broker checks that keys use a registered schema."
            ),
            "topicConfiguration.confluent.key.subject.name.strategy": Row(
                "Key subject naming", "How the registry's subject for the key is named."
            ),
            "topicConfiguration.confluent.value.schema.validation": Row(
                "Value validation", "Whether the broker checks that values use a registered schema."
            ),
            "topicConfiguration.confluent.value.subject.name.strategy": Row(
                "Value subject naming", "How the registry's subject for the value is named."
            ),
        },
        "operation": {
            "groupId": Row("Consumer group", "Readers with one group id share the partitions between them."),
            "clientId": Row("Client id", "Under which name the application shows up in the broker's logs, metrics and quotas."),
        },
        "message": {
            "key": Row("Key", "Decides the partition: messages with equal keys stay in order."),
            "schemaIdLocation": Row(
                "Schema id in", "Where a reader finds the id of the schema in the registry.", values=(("header", "a header"),)
            ),
            "schemaIdPayloadEncoding": Row("Schema id encoding", "How the schema id is written in front of the payload."),
            "schemaLookupStrategy": Row("Schema lookup", "How a reader finds the schema of a message."),
        },
    },
)

PULSAR = Protocol(
    "Apache Pulsar",
    {
        "server": {"tenant": Row("Tenant", "The tenant that owns the namespaces; `public` where none is named.")},
        "channel": {
            "namespace": Row("Namespace", "The group of topics that this one belongs to."),
            "persistence": Row(
                "Persistence",
                "Whether messages survive a restart of the broker.",
                values=(("persistent", "kept on disk"), ("non-persistent", "kept in memory only")),
            ),
            "compaction": Row("Compaction from", "Backlog size from which only the last message of each key is kept.", "MB"),
            "geo-replication": Row("Replicated to", "Clusters in other places that hold a copy of the topic."),
            "retention": Row("Retention"),
            "retention.time": Row("Time", "How long acknowledged messages are kept.", "min"),
            "retention.size": Row("Size", "How much of the acknowledged messages is kept.", "MB"),
            "ttl": Row("Time to live", "Messages that nobody acknowledged in this time are dropped.", "s"),
            "deduplication": Row("Deduplication", "Whether the broker drops a message that it already has."),
        },
        "operation": {},
        "message": {},
    },
)

GOOGLE_PUBSUB = Protocol(
    "Google Cloud Pub/Sub",
    {
        "server": {},
        "channel": {
            "topic": Row("Topic", "The topic's full name with its project."),
            "labels": Row("Labels", "Labels of the topic in Google Cloud."),
            "messageRetentionDuration": Row("Retention", "How long messages are kept for a replay."),
            "messageStoragePolicy": Row("Storage policy"),
            "messageStoragePolicy.allowedPersistenceRegions": Row("Regions", "Regions in which messages may be stored."),
            "schemaSettings": Row("Schema settings"),
            "schemaSettings.encoding": Row("Encoding", "How messages are encoded that are checked against the schema."),
            "schemaSettings.firstRevisionId": Row("First revision", "The oldest revision of the schema that is accepted."),
            "schemaSettings.lastRevisionId": Row("Last revision", "The newest revision of the schema that is accepted."),
            "schemaSettings.name": Row("Name", "The schema that messages of this topic are checked against."),
        },
        "operation": {},
        "message": {
            "attributes": Row("Attributes", "Attributes that travel beside the payload."),
            "orderingKey": Row("Ordering key", "Messages with equal keys are delivered in the order in which they were published."),
            "schema": Row("Schema"),
            "schema.name": Row("Name", "The schema that the payload is checked against."),
            "schema.type": Row("Type", "The language that the schema is written in."),
        },
    },
)

NATS = Protocol(
    "NATS",
    {
        "server": {},
        "channel": {},
        "operation": {"queue": Row("Queue group", "Each message goes to one member of the group.")},
        "message": {},
    },
)
