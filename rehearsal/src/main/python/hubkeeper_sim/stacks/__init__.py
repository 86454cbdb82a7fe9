"""CloudFormation: moto's, but in AWS's time, with its events, its rollback and its rules of deletion."""

import importlib
import sys
from types import ModuleType


def install() -> None:
    """Patches moto's CloudFormation; it loads the models of many services, so only once somebody needs it."""
    _leave_out("moto.apigateway")
    importlib.import_module(".answers", __package__)


def _leave_out(name: str) -> None:
    """moto's API Gateway needs packages that are of no use here; no stack here has one."""
    if name not in sys.modules:
        package, models = ModuleType(name), ModuleType(f"{name}.models")
        vars(package)["models"] = models
        sys.modules[name], sys.modules[f"{name}.models"] = package, models
