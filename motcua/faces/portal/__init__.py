"""Citizens and firms: find a procedure, follow a case, find the office."""
