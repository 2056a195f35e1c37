"""What other projects made, by pinned address and SHA-256: fetched once, checked, kept in a cache."""
