"""What hooks can do."""

from typing import TYPE_CHECKING, Any

from .calls import Call
from .hooks import Action

if TYPE_CHECKING:
    from .simulator import Simulator


def all_actions(simulator: "Simulator") -> dict[str, Action]:
    """The actions by name."""

    def attach_volume(call: Call, do: dict[str, Any]) -> None:
        from .scenarios.seed import attach

        with simulator.lock:
            attach(_ec2(simulator, call), do["volume"], do.get("instance"))

    def detach_volume(call: Call, do: dict[str, Any]) -> None:
        with simulator.lock:
            backend = _ec2(simulator, call)
            attachment = backend.get_volume(do["volume"]).attachment
            backend.detach_volume(do["volume"], attachment.instance.id, attachment.device)

    def delete_volume(call: Call, do: dict[str, Any]) -> None:
        with simulator.lock:
            _ec2(simulator, call).delete_volume(do["volume"])

    def create_pv(call: Call, do: dict[str, Any]) -> None:
        simulator.kubernetes.create_persistent_volume(do["cluster"], do["name"], do["volume"], do["claim"])

    def tag(call: Call, do: dict[str, Any]) -> None:
        with simulator.lock:
            _ec2(simulator, call).create_tags(list(do["resources"]), dict(do["tags"]))

    return {
        "attach-volume": attach_volume,
        "detach-volume": detach_volume,
        "delete-volume": delete_volume,
        "create-pv": create_pv,
        "tag": tag,
    }


def _ec2(simulator: "Simulator", call: Call) -> Any:
    from moto.ec2.models import ec2_backends

    caller = simulator.callers.by_key(call.access_key)
    return ec2_backends[caller.account if caller else simulator.account][call.region]
