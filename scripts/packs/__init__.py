"""Makers of what scripts/sysroots installs: C and C++ headers, and the sysroot pack of each target."""
