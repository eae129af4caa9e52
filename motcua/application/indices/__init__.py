"""Service index (766) and its like: definitions are folders of the library, scores are reckoned from measured counts."""
