"""JupyterHub's user scheduler: the real scheduler with the chart's configuration, as the pod's service account."""

import os

import yaml

from ..given import Given, Refused


def run(given: Given) -> None:
    """Becomes the scheduler."""
    kube, access = given.rehearsal["kube"], given.kubernetes_files
    if not kube or access is None:
        raise Refused("the pod runner was not told where the scheduler's program is, or the pod has no token")
    place = given.path("/tmp")
    place.mkdir(parents=True, exist_ok=True)
    kubeconfig = place / "kubeconfig"
    kubeconfig.write_text(yaml.safe_dump(kubeconfig_of(access)), encoding="utf-8")
    config = yaml.safe_load(given.path(given.flag("config")).read_text("utf-8"))
    config["clientConnection"] = {"kubeconfig": str(kubeconfig)}
    file = place / "config.yaml"
    file.write_text(yaml.safe_dump(config), encoding="utf-8")
    command = [kube, "kube-scheduler", f"--config={file}", "--authentication-skip-lookup=true", "--v=1"]
    command += ["--bind-address=127.0.0.1", f"--secure-port={given.port('https')}", f"--cert-dir={place}"]
    os.execve(kube, command, {"PATH": os.environ.get("PATH", ""), "GOGC": "50", "HOME": str(place)})


def kubeconfig_of(access: dict[str, str]) -> dict[str, object]:
    """A kubeconfig of the files that every pod has."""
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [
            {"name": "c", "cluster": {"server": access["endpoint"], "certificate-authority": access["caFile"]}}
        ],
        "users": [{"name": "u", "user": {"tokenFile": access["tokenFile"]}}],
        "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}],
        "current-context": "c",
    }
