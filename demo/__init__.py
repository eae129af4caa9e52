"""A demonstration told only through actions with a fixed clock: five offices of the past and one of today."""
