"""Every question the application asks, a module a noun."""
