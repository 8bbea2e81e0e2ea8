"""Pages made from several rooms; no tables of their own."""
