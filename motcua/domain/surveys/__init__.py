"""What people say of the service once it is done: ratings, one for a case."""
