"""Errors that a person reads: a sentence that says what happened and what to do."""


class Refused(Exception):
    """An act that the rules of the house do not allow. `str()` of it is the sentence for the person who tried."""
