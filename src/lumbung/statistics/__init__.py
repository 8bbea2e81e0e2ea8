"""Every number the office shows, stored with the list behind it."""
