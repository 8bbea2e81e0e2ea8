"""Which entries may be one cooperative, and what people say to it."""
