"""A pile of papers scanned at once at the counter, taken apart and put in its places on a case."""
