"""Lists of people that somebody uploads: read as a stream, and believed in nothing until every line is checked."""

from intake.campaigns.lists.problems import ListRefused, Problem
from intake.campaigns.lists.reading import lines_from_list

__all__ = ["ListRefused", "Problem", "lines_from_list"]
