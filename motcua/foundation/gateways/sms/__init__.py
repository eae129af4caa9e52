"""Text messages to a telephone: by an HTTP gateway with signed requests, or by SMPP 3.4."""
