"""A JSON schema as a grammar (GBNF) that leaves the model no white space to write: each token costs time.

llama.cpp's own conversion allows white space after every comma and at the end, and small models fill it: 39 tokens
where 9 say it all. Covers closed schemas as our prompts use them; others are left to the server.
Specification: JSON Schema 2020-12; llama.cpp, grammars/README.md.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

SIMPLE = {
    "integer": '"-"? ("0" | [1-9] [0-9]{0,14})',
    "number": '"-"? ("0" | [1-9] [0-9]{0,14}) ("." [0-9]{1,10})?',
    "boolean": '("true" | "false")',
    "null": '"null"',
}
CHARACTER = r"([^\"\\\x00-\x1F\x7F] | " r'"\\" (["\\bfnrt] | "u" [0-9a-fA-F]{4}))'
UNDERSTOOD = {
    "object": {"type", "properties", "required", "additionalProperties", "title", "description"},
    "array": {"type", "items", "minItems", "maxItems", "title", "description"},
    "string": {"type", "minLength", "maxLength", "title", "description"},
}


class NotCovered(ValueError):
    """The schema has something that this conversion doesn't know."""


def compact(schema: Mapping[str, Any]) -> str:
    """Return the grammar of all JSON texts without white space that satisfy the schema, properties in its order.

    Raises NotCovered for a schema that isn't closed (optional or additional properties) or uses other keywords than
    type, properties, required, items, enum, const, anyOf and the limits of lengths.
    """
    return f"root ::= {_rule(schema)}"


def _rule(schema: Mapping[str, Any]) -> str:
    for key, several in (("enum", _enum), ("anyOf", _any), ("const", _const)):
        if key in schema:
            return several(schema[key])
    kind = schema.get("type")
    if isinstance(kind, str) and kind in SIMPLE and not schema.keys() - {"type", "title", "description"}:
        return SIMPLE[kind]
    makers: dict[str, Callable[[Mapping[str, Any]], str]] = {"object": _object, "array": _array, "string": _string}
    if not isinstance(kind, str) or kind not in makers or schema.keys() - UNDERSTOOD[kind]:
        raise NotCovered(f"{kind}: {sorted(schema)}")
    return makers[kind](schema)


def _object(schema: Mapping[str, Any]) -> str:
    properties = schema.get("properties", {})
    closed = schema.get("additionalProperties") is False and set(schema.get("required", ())) == set(properties)
    if not properties or not closed:
        raise NotCovered("an object with optional or additional properties")
    members = [f"{_literal(_json(name) + ':')} {_rule(part)}" for name, part in properties.items()]
    return '"{" ' + ' "," '.join(members) + ' "}"'


def _array(schema: Mapping[str, Any]) -> str:
    least, most = schema.get("minItems", 0), schema.get("maxItems")
    item = _rule(schema.get("items", {}))
    more = f"({_literal(',')} {item})"
    if most == 0:
        return '"[]"'
    rest = f"{more}{{{max(0, least - 1)},{'' if most is None else most - 1}}}"
    some = f'"[" {item} {rest} "]"'
    return some if least else f'("[]" | {some})'


def _string(schema: Mapping[str, Any]) -> str:
    least, most = schema.get("minLength", 0), schema.get("maxLength", "")
    return rf'"\"" {CHARACTER}{{{least},{most}}} "\""'


def _enum(values: Sequence[Any]) -> str:
    return f"({' | '.join(_const(value) for value in values)})"


def _any(schemas: Sequence[Mapping[str, Any]]) -> str:
    return f"({' | '.join(_rule(schema) for schema in schemas)})"


def _const(value: object) -> str:
    return _literal(_json(value))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _literal(text: str) -> str:
    """Return a GBNF literal; its escapes are those of a JSON string."""
    return json.dumps(text, ensure_ascii=False)
