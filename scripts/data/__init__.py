"""Makers and checkers of committed data: scripts/make-data and scripts/check-data list and run them."""
