"""The templates for Cloud Run and Azure Container Apps have every field that the services require."""

import copy

import jsonschema
import pytest
import yaml

import deployment_schemas as schemas
from layout import ROOT

TEMPLATES = ROOT / "shim/templates"
SERVICES = {
    "cloud-run.yaml": (schemas.CLOUD_RUN, schemas.cloud_run_faults),
    "container-app.yaml": (schemas.CONTAINER_APP, schemas.container_app_faults),
}


def faults(name: str, document) -> list[str]:
    schema, relations = SERVICES[name]
    found = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(document)]
    return found or relations(document)


def load(name: str) -> dict:
    return yaml.safe_load((TEMPLATES / name).read_text())


def required(schema: dict, place: tuple = ()):
    """(place, field) of every field that the schema requires, in the first row of each list."""
    for field in schema.get("required", []):
        yield place, field
    for field, below in schema.get("properties", {}).items():
        yield from required(below, (*place, field))
    if "items" in schema:
        yield from required(schema["items"], (*place, 0))
    for way in schema.get("oneOf", [])[:1]:
        yield from required(way, place)


def at(document, place: tuple):
    for key in place:
        if isinstance(document, dict) and key not in document:
            return None
        document = document[key]
    return document


@pytest.mark.parametrize("name", SERVICES)
def test_template_has_every_required_field(name):
    document = load(name)
    assert faults(name, document) == []
    tried = 0
    for place, field in required(SERVICES[name][0]):
        if at(document, place) is None:  # inside an optional part that the template leaves out
            continue
        without = copy.deepcopy(document)
        del at(without, place)[field]
        assert faults(name, without) != [], f"{name} passes without {field} in {place}"
        misspelt = copy.deepcopy(without)
        at(misspelt, place)[f"{field}s"] = at(document, place)[field]
        assert any(f"'{field}s' was unexpected" in fault or "not valid under any" in fault
                   for fault in faults(name, misspelt)), (place, field)
        tried += 1
    assert tried > 25


WRONG = [
    ("cloud-run.yaml", "spec template spec timeoutSeconds", 3601),
    ("cloud-run.yaml", "spec template spec containerConcurrency", 0),
    ("cloud-run.yaml", "spec template spec containerConcurrency", "80"),
    ("cloud-run.yaml", "spec template spec containers 0 ports 0 containerPort", 9090),
    ("cloud-run.yaml", "spec template spec containers 0 env", [{"name": "PORT", "value": "8080"}]),
    ("cloud-run.yaml", "spec template spec containers 0 image", "my-app"),
    ("cloud-run.yaml", "spec template spec containers 0 resources limits cpu", "1500m"),
    ("cloud-run.yaml", "spec template spec containers 0 livenessProbe timeoutSeconds", 31),
    ("cloud-run.yaml", "spec template spec containers 0 startupProbe failureThreshold", 121),
    ("cloud-run.yaml", "spec traffic 0 percent", 99),
    ("cloud-run.yaml", "metadata name", "My_App"),
    ("cloud-run.yaml", "apiVersion", "v1"),
    ("container-app.yaml", "properties environmentId", "ENVIRONMENT"),
    ("container-app.yaml", "properties configuration ingress targetPort", 80),
    ("container-app.yaml", "properties configuration registries 0 server", "other"),
    ("container-app.yaml", "properties template containers 0 resources memory", "1Gi"),
    ("container-app.yaml", "properties template containers 0 resources cpu", 0.3),
    ("container-app.yaml", "properties template containers 0 env 0 value", "80"),
    ("container-app.yaml", "properties template containers 0 env 0 value", 8080),
    ("container-app.yaml", "properties template containers 0 probes 1 timeoutSeconds", 31),
    ("container-app.yaml", "properties template containers 0 probes 0 type", "Start"),
    ("container-app.yaml", "properties template scale maxReplicas", 0),
    ("container-app.yaml", "properties template scale minReplicas", 11),
    ("container-app.yaml", "name", "a" * 33),
]


@pytest.mark.parametrize("name, place, value", WRONG)
def test_wrong_values_are_found(name, place, value):
    document = load(name)
    keys = [int(key) if key.isdigit() else key for key in place.split()]
    at(document, tuple(keys[:-1]))[keys[-1]] = value
    assert faults(name, document) != []
