"""Checks a pack by itself: no database, no network, nothing but the file and what it says."""
