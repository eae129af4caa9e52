"""Notifications on a device, by the push service of its browser (RFC 8030), encrypted (RFC 8291), signed (RFC 8292)."""
