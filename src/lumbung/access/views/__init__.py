"""One's own account, accounts of an office, and the page behind an invitation link."""
