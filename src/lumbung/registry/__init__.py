"""The register: records, entries, identities, and what is held to be true of each cooperative."""
