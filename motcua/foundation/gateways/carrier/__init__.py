"""A carrier of parcels: takes orders and cancels them, and tells of the way, by itself or when asked."""
