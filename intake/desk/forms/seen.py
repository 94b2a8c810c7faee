"""A form about what its page showed."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError


class SeenForm(forms.Form):
    """`seen` says what the page showed. When that is not what is so `now`, nothing is done and `changed` is said.

    The fields of `keeps` stay as they were written; the others are asked anew.
    """

    changed: ClassVar[str]
    keeps: ClassVar[tuple[str, ...]] = ()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, now: str, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={**(initial or {}), "seen": now})
        self._now = now

    def clean_seen(self) -> str:
        if self.cleaned_data["seen"] != self._now:
            self.data = {**{name: self.data.get(name) for name in self.keeps}, "seen": self._now}
            raise ValidationError(self.changed)
        return self._now
