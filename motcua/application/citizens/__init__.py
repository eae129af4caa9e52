"""Citizens who come in by a provider of identity: whose account they open, at which level."""
