"""What people see: the site, and the `archive` command that puts the packages together."""
