"""Every change to the record, a module a noun."""
