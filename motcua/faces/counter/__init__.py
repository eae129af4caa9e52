"""The one-stop desk: receive, check, hand back, the day."""
