"""Zalo Notification Service: messages made from the provider's own approved templates."""
