"""How text is found. Everything here can be deleted and made again from the record."""
