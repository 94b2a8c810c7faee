"""The JSON Schema of a matter file, so that an editor can complete it and mark what is wrong."""

import json
from typing import Any

from claimants.matters.files import MatterFile

IDENTIFIER = "matter.schema.json"


def matter_schema() -> str:
    """The schema as the text of `docs/matter.schema.json`."""
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": IDENTIFIER,
        **MatterFile.model_json_schema(by_alias=True, mode="validation"),
    }
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
