"""Feedback (phản ánh, kiến nghị): what people say to an office, by when it answers, and what it answered."""
