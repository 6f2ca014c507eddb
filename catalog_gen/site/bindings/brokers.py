"""Message brokers: AMQP, Solace, JMS, IBM MQ, Anypoint MQ."""

from __future__ import annotations

from catalog_gen.site.bindings.row import Protocol, Row

AMQP = Protocol(
    "AMQP 0-9-1",
    {
        "server": {},
        "channel": {
            "is": Row("Channel is", "What the address names.", values=(("routingKey", "a routing key"), ("queue", "the name of a queue"))),
            "exchange": Row("Exchange"),
            "exchange.name": Row("Name", "Messages are sent to this exchange; an empty name is the default exchange."),
            "exchange.type": Row(
                "Type",
                "How the exchange chooses queues.",
                values=(
                    ("topic", "by a routing key with wildcards"),
                    ("direct", "by an equal routing key"),
                    ("fanout", "every bound queue"),
                    ("headers", "by header values"),
                    ("default", "the queue that the routing key names"),
                ),
            ),
            "exchange.durable": Row("Durable", "Whether the exchange is still there after a restart of the broker."),
            "exchange.autoDelete": Row("Removed when unused", "Whether it is removed when its last queue is unbound."),
            "exchange.vhost": Row("Virtual host", "The virtual host of the exchange."),
            "queue": Row("Queue"),
            "queue.name": Row("Name", "Messages are read from this queue."),
            "queue.durable": Row("Durable", "Whether the queue is still there after a restart of the broker."),
            "queue.exclusive": Row("Exclusive", "Whether only one connection may use it."),
            "queue.autoDelete": Row("Removed when unused", "Whether it is removed when its last reader leaves."),
            "queue.vhost": Row("Virtual host", "The virtual host of the queue."),
        },
        "operation": {
            "expiration": Row("Expires after", "How long a message is worth delivering.", "ms"),
            "userId": Row("User", "Who sends the message."),
            "cc": Row("Copies to", "Further routing keys that get the message."),
            "bcc": Row("Blind copies to", "Further routing keys, which readers do not see."),
            "priority": Row("Priority", "Higher goes first."),
            "deliveryMode": Row(
                "Delivery", "Whether a message survives a restart of the broker.", values=(("1", "transient"), ("2", "persistent"))
            ),
            "mandatory": Row("Mandatory", "Whether a message that no queue takes is returned to its sender."),
            "replyTo": Row("Reply to", "The queue in which the answer is expected."),
            "timestamp": Row("Timestamp", "Whether messages say when they were sent."),
            "ack": Row("Acknowledged", "Whether the reader confirms each message."),
        },
        "message": {
            "contentEncoding": Row("Content encoding", "How the payload is encoded, on top of its content type."),
            "messageType": Row("Message type", "The name of the message's type, as the application knows it."),
        },
    },
)

_SUBSCRIPTIONS = "Topics whose messages arrive here; without them, the channel's address."

SOLACE = Protocol(
    "Solace",
    {
        "server": {
            "msgVpn": Row("Message VPN", "The virtual network on the broker that the application connects to."),
            "msvVpn": Row("Message VPN", "The virtual network on the broker that the application connects to."),
            "clientName": Row("Client name", "Under which name the application connects."),
        },
        "channel": {},
        "operation": {
            "destinations": Row("Destination"),
            "destinations.destinationType": Row("Type", "Whether messages go through a queue or straight from a topic."),
            "destinations.deliveryMode": Row(
                "Delivery", "How sure delivery is.", values=(("direct", "at most once"), ("persistent", "at least once"))
            ),
            "destinations.bindingVersion": Row("Binding version", "The version that this destination is written in."),
            "destinations.queue": Row("Queue"),
            "destinations.queue.name": Row("Name", "The queue's name."),
            "destinations.queue.topicSubscriptions": Row("Subscribes to", _SUBSCRIPTIONS),
            "destinations.queue.accessType": Row(
                "Queue access",
                "Who reads when several are connected.",
                values=(("exclusive", "one reader at a time"), ("nonexclusive", "readers share the messages")),
            ),
            "destinations.queue.maxMsgSpoolUsage": Row("Quota", "How much the queue may hold."),
            "destinations.queue.maxTtl": Row("Longest life", "How long a message may wait in the queue."),
            "destinations.topic": Row("Topic"),
            "destinations.topic.topicSubscriptions": Row("Subscribes to", _SUBSCRIPTIONS),
            "destinations.topicSubscriptions": Row("Subscribes to", _SUBSCRIPTIONS),
            "timeToLive": Row("Time to live", "How long a message is worth delivering.", "ms"),
            "priority": Row("Priority", "From 0, the lowest, to 255."),
            "dmqEligible": Row("Dead message queue", "Whether a message that was not delivered is kept in the dead message queue."),
        },
        "message": {},
    },
)

_DESTINATION = {
    "destination": Row("Destination", "The queue's or topic's name, where it differs from the channel's address."),
    "destinationType": Row(
        "Destination type",
        "How the channel delivers.",
        values=(
            ("queue", "each message to one reader"),
            ("fifo-queue", "each message to one reader, in order"),
            ("topic", "each message to every reader"),
            ("exchange", "a message exchange"),
        ),
    ),
}

JMS = Protocol(
    "JMS",
    {
        "server": {
            "jmsConnectionFactory": Row("Connection factory", "The class that opens connections to the broker."),
            "properties": Row("Connection property"),
            "properties.name": Row("Name", "Name of a property of the connection factory."),
            "properties.value": Row("Value", "What the property is set to."),
            "clientID": Row("Client id", "Under which name the application connects."),
        },
        "channel": _DESTINATION,
        "operation": {},
        "message": {"headers": Row("JMS headers", "Headers that JMS itself defines.")},
    },
)

IBM_MQ = Protocol(
    "IBM MQ",
    {
        "server": {
            "groupId": Row("Server group", "Servers with one group id stand for one another."),
            "ccdtQueueManagerName": Row("Queue manager", "The queue manager's name in the client's channel table."),
            "cipherSpec": Row("Cipher", "How the connection is encrypted."),
            "multiEndpointServer": Row("Several endpoints", "Whether the server's table of endpoints may be used as one."),
            "heartBeatInterval": Row("Heartbeat", "How often an idle connection is checked.", "s"),
        },
        "channel": {
            "destinationType": _DESTINATION["destinationType"],
            "queue": Row("Queue"),
            "queue.objectName": Row("Name", "The queue object's name."),
            "queue.isPartitioned": Row("Partitioned", "Whether the queue is spread over several queue managers."),
            "queue.exclusive": Row("Exclusive", "Whether it is best read by one application only."),
            "topic": Row("Topic"),
            "topic.string": Row("Topic string", "The topic that messages are published to."),
            "topic.objectName": Row("Topic object", "The topic object that the topic string is relative to."),
            "topic.durablePermitted": Row("Durable subscriptions", "Whether a subscription may outlive its connection."),
            "topic.lastMsgRetained": Row("Last message kept", "Whether new readers get the last message at once."),
            "maxMsgLength": Row("Largest message", "The longest message that the channel takes.", "bytes"),
        },
        "operation": {},
        "message": {
            "type": Row(
                "Message type",
                "How the payload is transported.",
                values=(("string", "text"), ("jms", "a JMS message"), ("binary", "bytes")),
            ),
            "headers": Row("Headers", "MQ headers that come with the message."),
            "description": Row("Description", "What the message is for, in the words of its author."),
            "expiry": Row("Expires after", "How long a message is kept; 0 keeps it for ever.", "ms"),
        },
    },
)

ANYPOINT_MQ = Protocol(
    "Anypoint MQ",
    {
        "server": {},
        "channel": _DESTINATION,
        "operation": {},
        "message": {"headers": Row("Headers", "Headers that Anypoint MQ itself defines.")},
    },
)
