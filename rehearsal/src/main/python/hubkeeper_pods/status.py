"""What a kubelet would report about a pod's containers."""

import time

from .api import Object


def running(pod: Object, ready: bool, restarts: int) -> Object:
    """Running containers that answer their probes, or do not yet."""
    state = {"running": {"startedAt": pod["status"].get("startTime", now())}}
    reason = None if ready else ("ContainersNotReady", "containers with unready status")
    return _status(pod, ready, restarts, state, reason)


def waiting(pod: Object, restarts: int, reason: str, message: str) -> Object:
    """Containers that do not run, and why."""
    state = {"waiting": {"reason": reason, "message": message}}
    return _status(pod, False, restarts, state, ("ContainersNotReady", message))


def event(pod: Object, kind: str, reason: str, message: str) -> Object:
    """An event about the pod, from its node's kubelet."""
    metadata = pod["metadata"]
    about = {key: metadata[key] for key in ("name", "namespace", "uid")}
    return {
        "metadata": {"generateName": f"{metadata['name']}.", "namespace": metadata["namespace"]},
        "involvedObject": {"apiVersion": "v1", "kind": "Pod", **about},
        "type": kind,
        "reason": reason,
        "message": message,
        "source": {"component": "kubelet", "host": pod["spec"]["nodeName"]},
        "firstTimestamp": now(),
        "lastTimestamp": now(),
        "count": 1,
    }


def now() -> str:
    """The time as Kubernetes writes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def _status(pod: Object, ready: bool, restarts: int, state: Object, why: tuple[str, str] | None) -> Object:
    reason, message = why or (None, None)
    value = "True" if ready else "False"
    conditions = [
        {"type": kind, "status": value, "reason": reason, "message": message, "lastTransitionTime": now()}
        for kind in ("Ready", "ContainersReady")
    ]
    containers = [
        {
            "name": container["name"],
            "image": container["image"],
            "imageID": "",
            "ready": ready,
            "started": "running" in state,
            "restartCount": restarts,
            "state": state,
        }
        for container in pod["spec"]["containers"]
    ]
    return {"status": {"conditions": conditions, "containerStatuses": containers}}


def says_ready(pod: Object) -> bool:
    """What the pod's status says of it at present."""
    conditions = pod.get("status", {}).get("conditions", [])
    return any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)
