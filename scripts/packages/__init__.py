"""What scripts/package makes of an installed tree: a .tar.gz, a wheel, and a bill of materials."""
