"""What every page of the site may say about the site itself."""

import json

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.simple_tag
def site_name() -> str:
    return str(settings.SITE_NAME)


@register.filter
def as_json(value: object) -> str:
    """`value` for a data attribute, which our scripts read; the template escapes it."""
    return json.dumps(value, cls=DjangoJSONEncoder)
