"""The registers of the desk: lists to read, and the few acts that belong to no one claim."""

from intake.desk.admin import matters, notices, people, reads

__all__ = ["matters", "notices", "people", "reads"]
