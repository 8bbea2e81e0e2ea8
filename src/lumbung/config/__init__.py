"""Settings, addresses and processes of the office: the one place where all rooms meet."""
