"""What Cloud Run and Azure Container Apps require of a service's YAML, from their references, as JSON schemas.

Cloud Run: the Service of its Admin API v1 (ObjectMeta: name and namespace are required; Container: image is required, one
port; Probe: a time-out is not longer than the period; concurrency 1 to 1000; at most 3600 s for a request) and its
container contract (PORT is set by the service: not in env).

Container Apps: ContainerApp of API 2024-03-01 (location is required) and what `az containerapp create --yaml` asks for: an
environment's resource ID; image and name of each container; a registry with an identity or with a user and a secret; the
pairs of CPU and memory that the consumption plan has.

Ports, resources, probes, concurrency and time-outs have defaults there; here they are required, since a file to start from
has to show them. No object takes a field that is not listed: a misspelt one must not pass.
"""

NAME = {"type": "string", "pattern": "^[a-z]([-a-z0-9]{0,47}[a-z0-9])?$"}
TEXT = {"type": "string", "minLength": 1}
PORT = {"type": "integer", "minimum": 1, "maximum": 65535}


def whole(low: int, high: int) -> dict:
    return {"type": "integer", "minimum": low, "maximum": high}


def record(required: dict, **optional) -> dict:
    """An object with these fields and no others."""
    return {"type": "object", "required": list(required), "properties": {**required, **optional},
            "additionalProperties": False}


def rows(of: dict, at_most: int = 100) -> dict:
    return {"type": "array", "minItems": 1, "maxItems": at_most, "items": of}


def probe(**more) -> dict:
    get = record({"path": {"type": "string", "pattern": "^/"}, "port": PORT})
    return record({**more, "httpGet": get, "periodSeconds": whole(1, 240), "timeoutSeconds": whole(1, 240),
                   "failureThreshold": whole(1, 240)}, initialDelaySeconds=whole(0, 240))


LABELS = {"type": "object", "additionalProperties": {"type": "string"}}
CLOUD_RUN = record({
    "apiVersion": {"const": "serving.knative.dev/v1"},
    "kind": {"const": "Service"},
    "metadata": record(
        {"name": NAME, "namespace": TEXT},
        labels=record({"cloud.googleapis.com/location": TEXT}),
        annotations=record({"run.googleapis.com/ingress": {"enum": ["all", "internal", "internal-and-cloud-load-balancing"]}})),
    "spec": record({
        "template": record({
            "spec": record({
                "containers": rows(record({
                    "image": {"type": "string", "pattern": "^[^/ ]+/[^/ ]+/[^/ ]+/[^: ]+:[^ ]+$"},
                    "ports": rows(record({"containerPort": PORT}, name={"enum": ["http1", "h2c"]}), 1),
                    "resources": record({"limits": record({
                        "cpu": {"type": "string", "enum": ["1", "2", "4", "6", "8"]},
                        "memory": {"type": "string", "pattern": "^[0-9]+(Mi|Gi)$"}})}),
                    "startupProbe": probe(), "livenessProbe": probe()}, name=NAME, env=rows(record({
                        "name": {"type": "string", "not": {"enum": ["PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION"]}},
                        "value": {"type": "string"}}))), 1),
                "containerConcurrency": whole(1, 1000),
                "timeoutSeconds": whole(1, 3600)}, serviceAccountName=TEXT)},
            metadata=record({}, annotations=LABELS))},
        traffic=rows(record({"percent": whole(0, 100)}, latestRevision={"const": True}, revisionName=TEXT)))})

# Consumption: 2 GiB for each CPU, in steps of a quarter.
PAIRS = [record({"cpu": {"const": quarter / 4}, "memory": {"enum": [f"{quarter / 2:.1f}Gi", f"{quarter / 2:g}Gi"]}})
         for quarter in range(1, 17)]
RESOURCE_ID = {"type": "string", "pattern": "^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft[.]App/"
                                            "managedEnvironments/[^/]+$"}
CONTAINER_APP = record({
    "name": {"type": "string", "pattern": "^[a-z]([-a-z0-9]{0,30}[a-z0-9])$"},
    "type": {"const": "Microsoft.App/containerApps"},
    "location": TEXT,
    "properties": record({
        "environmentId": RESOURCE_ID,
        "configuration": record({
            "activeRevisionsMode": {"enum": ["Single", "Multiple"]},
            "ingress": record({
                "external": {"type": "boolean"}, "targetPort": PORT,
                "transport": {"enum": ["auto", "http", "http2", "tcp"]},
                "traffic": rows(record({"weight": whole(0, 100)}, latestRevision={"const": True}, revisionName=TEXT))},
                allowInsecure={"type": "boolean"}),
            "registries": rows({"oneOf": [record({"server": TEXT, "identity": TEXT}),
                                          record({"server": TEXT, "username": TEXT, "passwordSecretRef": TEXT})]})},
            secrets=rows(record({"name": TEXT, "value": TEXT}))),
        "template": record({
            "containers": rows(record({
                "name": NAME,
                "image": {"type": "string", "pattern": "^[^/ ]+/[^: ]+:[^ ]+$"},
                "resources": {"oneOf": PAIRS},
                "env": rows({"oneOf": [record({"name": TEXT, "value": {"type": "string"}}),
                                       record({"name": TEXT, "secretRef": TEXT})]}),
                "probes": rows(probe(type={"enum": ["Startup", "Liveness", "Readiness"]}))}, command=rows(TEXT),
                args=rows(TEXT))),
            "scale": record({"minReplicas": whole(0, 1000), "maxReplicas": whole(1, 1000)}, rules=rows(record({
                "name": TEXT, "http": record({"metadata": record({
                    "concurrentRequests": {"type": "string", "pattern": "^[1-9][0-9]*$"}})})})))})})},
    identity=record({"type": {"enum": ["SystemAssigned", "UserAssigned", "SystemAssigned, UserAssigned"]}}))


def _probe_faults(where: str, row: dict, port: int) -> list[str]:
    faults = [] if row["timeoutSeconds"] <= row["periodSeconds"] else [f"{where}: time-out longer than the period"]
    return faults + ([] if row["httpGet"]["port"] == port else [f"{where}: another port than the container's"])


def cloud_run_faults(service: dict) -> list[str]:
    """What does not hold between the fields, as a schema cannot say it."""
    spec = service["spec"]["template"]["spec"]
    (container,) = spec["containers"]
    port = container["ports"][0]["containerPort"]
    faults = [fault for name in ("startupProbe", "livenessProbe") for fault in _probe_faults(name, container[name], port)]
    start = container["startupProbe"]
    if start["periodSeconds"] * start["failureThreshold"] > 240:
        faults.append("startupProbe: longer than 240 s in all")
    return faults + _traffic_faults([row["percent"] for row in service["spec"].get("traffic", [{"percent": 100}])])


def container_app_faults(app: dict) -> list[str]:
    properties = app["properties"]
    configuration, faults = properties["configuration"], []
    port = configuration["ingress"]["targetPort"]
    for container in properties["template"]["containers"]:
        faults += [fault for row in container["probes"] for fault in _probe_faults(row["type"], row, port)]
        # The platform sets no PORT: the program would listen where its own default says.
        if {"name": "PORT", "value": str(port)} not in container["env"]:
            faults.append("env: PORT is not the target port")
        servers = [row["server"] for row in configuration["registries"]]
        if container["image"].split("/")[0] not in servers:
            faults.append("registries: none for the image")
    if "system" in [row.get("identity") for row in configuration["registries"]] and "identity" not in app:
        faults.append("identity: the registry's is not there")
    if properties["template"]["scale"]["minReplicas"] > properties["template"]["scale"]["maxReplicas"]:
        faults.append("scale: more at least than at most")
    return faults + _traffic_faults([row["weight"] for row in configuration["ingress"]["traffic"]])


def _traffic_faults(shares: list[int]) -> list[str]:
    return [] if sum(shares) == 100 else ["traffic: not 100 in all"]
