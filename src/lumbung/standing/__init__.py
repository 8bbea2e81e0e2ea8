"""Which rule says what of a cooperative, and why."""
