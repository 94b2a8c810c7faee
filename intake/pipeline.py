"""Read this first: which event owes what."""


def connect() -> None:
    """Registers the handlers of every kind of event."""
