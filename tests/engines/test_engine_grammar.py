import pytest

from hanse.engines.grammar import NotCovered, compact


def closed(**properties: object) -> dict[str, object]:
    kind = {"type": "object", "properties": properties, "required": list(properties)}
    return {**kind, "additionalProperties": False}


def test_a_closed_object_has_its_properties_in_order_and_no_space() -> None:
    grammar = compact(closed(a={"enum": ["x", 3]}, b={"const": None}))
    assert grammar == r'root ::= "{" "\"a\":" ("\"x\"" | "3") "," "\"b\":" "null" "}"'


def test_arrays_have_exactly_as_many_items_as_allowed() -> None:
    item = {"type": "boolean"}
    assert '("," ("true" | "false")){1,2}' in compact({"type": "array", "items": item, "minItems": 2, "maxItems": 3})
    assert compact({"type": "array", "items": item, "maxItems": 1}).startswith('root ::= ("[]" | "["')


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"a": {"type": "null"}}, "additionalProperties": False},
        {"type": "object"},
        {"type": "string", "pattern": "^a"},
        {"type": "integer", "minimum": 3},
        {"$ref": "#/x"},
        closed(a={"type": ["string", "null"]}),
    ],
)
def test_what_is_not_understood_is_left_to_the_server(schema: dict[str, object]) -> None:
    with pytest.raises(NotCovered):
        compact(schema)
