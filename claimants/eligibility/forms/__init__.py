"""The forms of tests, found by themselves: a class here with a literal `op` is an operator of the language."""

import importlib
import pkgutil
from typing import Annotated, Any, Union, get_args

from pydantic import Field

from claimants.eligibility.vocabulary import Form


def _operators(form: type[Form]) -> tuple[str, ...]:
    return get_args(form.model_fields["op"].annotation)


def _found() -> dict[str, type[Form]]:
    """Every operator and the form that defines it."""
    found: dict[str, type[Form]] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        members = vars(importlib.import_module(f"{__name__}.{module.name}")).values()
        own = [
            member
            for member in members
            if isinstance(member, type)
            and issubclass(member, Form)
            and member.__module__ == f"{__name__}.{module.name}"
        ]
        for form in own:
            for operator in _operators(form):
                if operator in found:
                    raise TypeError(f"Two forms define the operator {operator!r}.")
                found[operator] = form
    return found


FORMS: dict[str, type[Form]] = _found()
"""Operator to form."""

Node: Any = Annotated[Union[tuple(dict.fromkeys(FORMS.values()))], Field(discriminator="op")]  # noqa: UP007
"""Any test of the language, told apart by `op`."""

for _form in dict.fromkeys(FORMS.values()):
    _form.model_rebuild(_types_namespace={"Node": Node})
