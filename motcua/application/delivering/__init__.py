"""Delivering: what is ordered of the carrier, and what it tells of parcels comes to the case each is for."""
