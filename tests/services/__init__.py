"""Finds or starts what the tests need beside Python: PostgreSQL, Redis and a browser."""
