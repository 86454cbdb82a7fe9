"""The registry: the real one, with the chart's configuration on the paths and ports of this machine."""

import os

import yaml

from ..given import Given, Refused

#: Names of Docker Hub, which the rehearsal's own registry plays.
_DOCKER_HUB = ("registry-1.docker.io", "docker.io", "index.docker.io")


def run(given: Given) -> None:
    """Becomes the registry."""
    kube = given.rehearsal["kube"]
    if not kube:
        raise Refused("the pod runner was not told where the registry's program is")
    config = translated(
        yaml.safe_load(given.path("/etc/docker/registry/config.yml").read_text("utf-8")),
        str(given.path("/var/lib/registry")),
        given.port("registry"),
        str(given.rehearsal["registry"]),
    )
    file = given.path("/tmp") / "config.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(config), encoding="utf-8")
    environment = {"PATH": os.environ.get("PATH", "")}
    environment |= {name: value for name, value in given.env.items() if name.startswith("REGISTRY_")}
    os.execve(kube, [kube, "registry", "serve", str(file)], environment)


def translated(config: dict[str, object], data: str, port: int, upstream: str) -> dict[str, object]:
    """The same configuration for this machine; another upstream than Docker Hub stays, and cannot be reached."""
    result = dict(config)
    storage = dict(result["storage"])  # type: ignore[call-overload]
    storage["filesystem"] = {"rootdirectory": data}
    result["storage"] = storage
    result["http"] = {**dict(result["http"]), "addr": f"127.0.0.1:{port}"}  # type: ignore[call-overload]
    proxy = result.get("proxy")
    if isinstance(proxy, dict) and upstream:
        host = str(proxy["remoteurl"]).partition("://")[2].strip("/")
        if host in _DOCKER_HUB:
            result["proxy"] = {**proxy, "remoteurl": f"http://{upstream}"}
    return result
