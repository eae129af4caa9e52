"""A citizen's own pages: signing in without a password, what is theirs, who may act for them."""
