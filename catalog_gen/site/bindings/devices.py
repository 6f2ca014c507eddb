"""Devices and robots: MQTT and ROS 2."""

from __future__ import annotations

from catalog_gen.site.bindings.row import Protocol, Row

_QOS = (("0", "at most once"), ("1", "at least once"), ("2", "exactly once"))

MQTT = Protocol(
    "MQTT",
    {
        "server": {
            "clientId": Row("Client id", "Under which name the application connects."),
            "cleanSession": Row("Clean session", "Whether the broker forgets subscriptions and waiting messages on disconnect."),
            "lastWill": Row("Last will"),
            "lastWill.topic": Row("Topic", "Where the broker announces that the connection was lost."),
            "lastWill.qos": Row("Quality of service", "How sure delivery of the last will is.", values=_QOS),
            "lastWill.message": Row("Message", "What the broker announces."),
            "lastWill.retain": Row("Kept by the broker", "Whether later subscribers still get it."),
            "keepAlive": Row("Keep alive", "How long a connection may be silent.", "s"),
            "sessionExpiryInterval": Row("Session expires after", "How long the broker remembers a session that lost its connection.", "s"),
            "maximumPacketSize": Row("Largest packet", "The largest packet that the client accepts.", "bytes"),
        },
        "channel": {},
        "operation": {
            "qos": Row("Quality of service", "How sure delivery is.", values=_QOS),
            "retain": Row("Kept by the broker", "Whether new subscribers get the last message at once."),
            "messageExpiryInterval": Row("Expires after", "How long a message is worth delivering.", "s"),
        },
        "message": {
            "payloadFormatIndicator": Row(
                "Payload is", "What the payload's bytes are.", values=(("0", "bytes of any kind"), ("1", "text in UTF-8"))
            ),
            "correlationData": Row("Correlation data", "How the answer to a request is recognised."),
            "contentType": Row("Content type", "How the payload is encoded."),
            "responseTopic": Row("Response topic", "Where the answer is expected."),
        },
    },
)

ROS2 = Protocol(
    "ROS 2",
    {
        "server": {
            "rmwImplementation": Row("Middleware", "The implementation under ROS 2 that carries the messages."),
            "domainId": Row("Domain id", "Only nodes with one domain id see each other."),
        },
        "channel": {},
        "operation": {
            "role": Row(
                "Role",
                "What the node is in this exchange.",
                values=(
                    ("publisher", "sends to a topic"),
                    ("subscriber", "reads from a topic"),
                    ("service_client", "asks a service"),
                    ("service_server", "answers as a service"),
                    ("action_client", "starts an action"),
                    ("action_server", "carries out an action"),
                ),
            ),
            "node": Row("Node", "The node that does it."),
            "qosPolicies": Row("Quality of service"),
            "qosPolicies.history": Row(
                "History",
                "How many messages wait for a slow reader.",
                values=(("keep_last", "the last ones"), ("keep_all", "all")),
            ),
            "qosPolicies.reliability": Row(
                "Reliability", "Whether lost messages are sent again.", values=(("best_effort", "no"), ("reliable", "yes"))
            ),
            "qosPolicies.durability": Row(
                "Durability",
                "Whether late readers get earlier messages.",
                values=(("transient_local", "yes"), ("volatile", "no")),
            ),
            "qosPolicies.lifespan": Row("Lifespan", "How long a message stays valid; -1 is for ever."),
            "qosPolicies.deadline": Row("Deadline", "The longest time between two messages; -1 sets none."),
            "qosPolicies.liveliness": Row("Liveliness", "How the node shows that it is alive."),
            "qosPolicies.leaseDuration": Row("Lease", "How long a silent node counts as alive; -1 is for ever."),
        },
        "message": {},
    },
)
