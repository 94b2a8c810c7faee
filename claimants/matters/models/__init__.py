"""Matters: the case, its stage and dates, its questions and its class definition, each version kept."""

from claimants.matters.models.cases import Matter, MatterDate, QuestionSet, StageChange
from claimants.matters.models.definitions import ClassDefinition, DefinitionApproval, DefinitionStatus
from claimants.matters.models.documents import whole

__all__ = [
    "ClassDefinition",
    "DefinitionApproval",
    "DefinitionStatus",
    "Matter",
    "MatterDate",
    "QuestionSet",
    "StageChange",
    "whole",
]
