"""What answers an address: a module a kind of page."""
