"""What the archivist works with."""
