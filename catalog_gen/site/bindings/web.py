"""The web: HTTP and WebSocket."""

from __future__ import annotations

from catalog_gen.site.bindings.row import Protocol, Row

_METHOD = Row("Method", "The HTTP method of the request.")
_QUERY = Row("Query parameters", "Parameters in the query of the address.")

HTTP = Protocol(
    "HTTP",
    {
        "server": {},
        "channel": {},
        "operation": {
            "type": Row(
                "Side",
                "Whether the operation is a request or the answer to one.",
                values=(("request", "the request"), ("response", "the response")),
            ),
            "is": Row("Side", "Whether the operation is a request or the answer to one."),
            "method": _METHOD,
            "query": _QUERY,
        },
        "message": {
            "headers": Row("HTTP headers", "Headers that HTTP itself defines."),
            "statusCode": Row("Status code", "The status with which the message is answered."),
        },
    },
)

WEBSOCKETS = Protocol(
    "WebSocket",
    {
        "server": {},
        "channel": {
            "method": Row("Method", "The HTTP method of the request that opens the connection."),
            "query": _QUERY,
            "headers": Row("Headers", "HTTP headers of the request that opens the connection."),
        },
        "operation": {},
        "message": {},
    },
)
