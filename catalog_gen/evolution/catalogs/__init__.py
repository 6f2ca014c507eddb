"""What changed between two catalogs: services, channels, operations, messages, servers, security, ownership, lifecycle; and for whom."""
