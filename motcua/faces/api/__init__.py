"""The public API, versioned apart from the pages."""
