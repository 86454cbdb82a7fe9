"""What the pod runner was started with."""

from dataclasses import dataclass
from pathlib import Path

#: Marks a pod that has a program, and names it.
PROGRAM = "rehearsal.hubkeeper.org/program"
#: Tells kwok how a pod that shall not run for ever has ended: "0" or "1".
ENDS = "rehearsal.hubkeeper.org/ends"


@dataclass(frozen=True)
class Settings:
    """The parts of the world that programs reach, and where the runner keeps its files."""

    simulator: str
    directory: Path
    kube: str = ""
    registry: str = ""
    idle_seconds: float = 600.0

    def for_programs(self, cluster: str) -> dict[str, object]:
        """What every program may know of the world around its cluster."""
        return {
            "cluster": cluster,
            "simulator": self.simulator,
            "kube": self.kube,
            "registry": self.registry,
            "idleSeconds": self.idle_seconds,
            "network": str(self.network_file(cluster)),
        }

    def network_file(self, cluster: str) -> Path:
        """Tells where Services lead."""
        return self.directory / cluster / "network.json"
