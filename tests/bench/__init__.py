"""What it costs. Each module with a `measure()` is a benchmark: `make bench`, or `make bench NAME`."""
