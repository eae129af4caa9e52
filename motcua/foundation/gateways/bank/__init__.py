"""A bank tells of money that came: by a signed call-back at once, and by a statement file afterwards."""
