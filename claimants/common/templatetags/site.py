"""What every page of the site may say about the site itself."""

import json
from collections.abc import Hashable

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST_KEPT = 200


@register.simple_tag
def site_name() -> str:
    return str(settings.SITE_NAME)


@register.filter
def as_json(value: object) -> str:
    """`value` for a data attribute, which our scripts read; the template escapes it."""
    return json.dumps(value, cls=DjangoJSONEncoder)


class DrawnOnce(template.Node):
    """What stands inside, drawn once a process for each language and for each set of the values it depends on."""

    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values
        self._drawn: dict[Hashable, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = (get_language(), settings.ROOT_URLCONF, *(value.resolve(context) for value in self.values))
        drawn = self._drawn.get(key)
        if drawn is None:
            if len(self._drawn) >= MOST_KEPT:
                self._drawn.clear()
            drawn = self._drawn[key] = self.nodelist.render(context)
        return drawn


@register.tag
def drawn_once(parser: Parser, token: Token) -> DrawnOnce:
    """`{% drawn_once sponsor %}…{% enddrawn_once %}`: for what is the same on every page with the same `sponsor`.

    Name every value that the inside depends on. Nothing in it may depend on who reads it or on what was typed.
    """
    values = [parser.compile_filter(value) for value in token.split_contents()[1:]]
    nodelist = parser.parse(("enddrawn_once",))
    parser.delete_first_token()
    return DrawnOnce(nodelist, values)
