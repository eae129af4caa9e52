"""Providers of identity: who proves to an office who somebody is."""
