"""NVIDIA's device plugin: the node on which it runs gets GPUs to allocate.

A device plugin talks to the kubelet, not to the API server, and the kubelet reports what it heard. Here the pod
runner's rights, which are the kubelet's, are not in the pod: the program writes what the kubelet shall report.
"""

import json
import re
import threading

from ..given import Given

#: GPUs by size of instance, where it is not one: families g, then families p.
_MANY = {
    "g": {"12xlarge": 4, "24xlarge": 4, "48xlarge": 8, "metal": 8},
    "p": {"8xlarge": 4, "16xlarge": 8, "24xlarge": 8, "48xlarge": 8},
}


def run(given: Given) -> None:
    """Registers, and stays."""
    place = given.path("/var/lib/kubelet/device-plugins")
    place.mkdir(parents=True, exist_ok=True)
    (place / "registered.json").write_text(json.dumps({"resource": "nvidia.com/gpu"}), encoding="utf-8")
    threading.Event().wait()


def gpus_of(instance_type: str) -> int:
    """GPUs of an EC2 instance type; none outside the families that have NVIDIA's."""
    family, _, size = instance_type.partition(".")
    if not re.fullmatch(r"(g[3-9]|p[2-9])[a-z]*", family) or family in ("g4ad", "g5g"):
        return 0
    return _MANY[family[0]].get(size, 1)
