"""Lists that come in: read, staged, compared, applied, undone."""
