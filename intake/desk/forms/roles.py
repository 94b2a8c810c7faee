"""Who gets which role where."""

from typing import Any

from django import forms

from claimants.people.models import Role, User
from intake.desk.reach import Reach


class RoleForm(forms.Form):
    email = forms.EmailField(label="E-mail address of the member of staff", max_length=254)
    matter = forms.TypedChoiceField(label="Matter", coerce=int)
    role = forms.ChoiceField(label="Role", choices=Role.choices, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, reach: Reach, administered: list[int]) -> None:
        super().__init__(data)
        self.fields["matter"].choices = [(pk, reach.matters[pk].caption) for pk in administered]  # type: ignore[attr-defined]

    def clean_email(self) -> User:
        """The member of staff of that address."""
        user = User.objects.filter(email=self.cleaned_data["email"].lower(), is_staff=True, is_active=True).first()
        if user is None:
            raise forms.ValidationError("No member of staff signs in with this address.")
        return user
