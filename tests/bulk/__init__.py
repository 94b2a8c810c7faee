"""Many notices at once, for chaos and for benchmarks: rows of a dispatch, and who writes their messages."""
