"""The stand-in charts' images are among those that the rehearsal's registry gets, and so are EKS's own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from hubkeeper_sim.cloud.manifests import of_addon
from hubkeeper_sim.eks import versions

CHARTS = Path(__file__).parents[2] / "charts"
HELD = {line for line in (CHARTS / "images.txt").read_text("utf-8").splitlines() if line and not line.startswith("#")}


def _without_host(image: str) -> str:
    host, _, path = image.partition("/")
    return path if "." in host or ":" in host else image


def _images(values: Any) -> Iterator[str]:
    """Images in a chart's values: image as a text, or as a map with its repository (or name) and tag."""
    if not isinstance(values, dict):
        return
    for key, value in values.items():
        if str(key).lower().endswith("image") and isinstance(value, str):
            yield value
        elif str(key).lower().endswith("image") and isinstance(value, dict):
            yield f"{value.get('repository') or value.get('name')}:{value['tag']}"
        else:
            yield from _images(value)


@pytest.mark.parametrize("values", sorted(CHARTS.glob("*/values.yaml")), ids=lambda path: path.parent.name)
def test_images_of_a_chart_can_be_pulled(values: Path) -> None:
    used = {_without_host(image) for image in _images(yaml.safe_load(values.read_text("utf-8")))}
    assert used and used <= HELD, used - HELD


def test_images_of_add_ons_can_be_pulled() -> None:
    used = {_without_host(one["image"]) for one in _containers()}
    assert len(used) > 20 and used <= HELD, used - HELD


def _containers() -> Iterator[Any]:
    names, kubes = versions.addon_names(), versions._KUBE_PROXY
    addons = {(name, one) for name in names for kube in kubes for one in versions.addon_versions(name, kube)}
    objects = [made for name, version in sorted(addons) for made in of_addon(name, version, "us-west-2")]
    for made in objects:
        pod = made.get("spec", {}).get("template", {}).get("spec", {})
        yield from [*pod.get("initContainers", []), *pod.get("containers", [])]
