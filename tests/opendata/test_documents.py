"""What describes the data, for programs and for catalogues; what it says is what is answered."""

import asyncio
from typing import Any

import pytest
import schemathesis
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from weekplanner.opendata.routes import API

EXAMPLES = 8
"""Of each kind for each address; by hand many more are asked."""

NOT_ASKED = [positive_data_acceptance]
"""A schema cannot say which postcodes and municipalities exist, or which days an edition has."""


@pytest.fixture
async def document(api) -> Any:
    """The OpenAPI document."""
    return await api("openapi.json")


async def test_the_document_is_sound_and_says_whom_to_ask(document):
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    assert document["info"]["contact"] == {
        "name": "Stichting Voorbeeld",
        "email": "kom-erbij@weekplanner.example",
        "url": "https://komerbij.test/open-data",
    }
    assert document["servers"] == [{"url": "https://komerbij.test/api/v1"}]


async def test_the_document_has_every_address_and_no_other(document):
    routed = {path.removeprefix("/api/v1").replace(":row", "") for path in API.paths.values()}
    assert set(document["paths"]) == routed


async def test_every_example_and_every_choice_is_answered(site, make, document):
    await make.edition()
    for parameter in document["paths"]["/activities"]["get"]["parameters"]:
        schema = parameter["schema"]
        choices = schema.get("enum", schema.get("items", {}).get("enum", []))
        examples = [each for value in schema.get("examples", []) for each in _several(value)]
        assert choices or examples or "minimum" in schema or schema["type"] == "boolean", parameter
        for value in (*choices, *examples):
            answer = await site.get(f"/api/v1/activities?{parameter['name']}={value}")
            assert answer.status_code == 200, (parameter["name"], value)


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
async def test_whatever_is_asked_the_answer_is_what_the_document_says(site, make, document, mode):
    await make.activity()
    await make.activity(form="online", online_url="https://video.example")
    loop = asyncio.get_running_loop()
    schema = schemathesis.openapi.from_dict(document)

    def ask(case: schemathesis.Case) -> None:
        asked = case.as_transport_kwargs(base_url="https://komerbij.test/api/v1")
        request = site.client.request(
            asked["method"], asked["url"], params=asked.get("params"), headers=dict(asked["headers"])
        )
        answer = asyncio.run_coroutine_threadsafe(request, loop).result()
        case.validate_response(answer, excluded_checks=NOT_ASKED)

    def ask_all() -> None:
        for found in schema.get_all_operations():
            operation = found.ok()
            if mode is GenerationMode.NEGATIVE and not document["paths"][operation.path]["get"]["parameters"]:
                continue  # nothing can be wrong with it
            cases = operation.as_strategy(generation_mode=mode)
            bounded = hypothesis_settings(max_examples=EXAMPLES, derandomize=True, database=None)
            bounded(given(case=cases)(ask))()

    await asyncio.to_thread(ask_all)
