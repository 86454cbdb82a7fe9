"""KMS: a key waits at least seven days before it is gone; until then its deletion can be cancelled."""

from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.kms.models import KmsBackend
from moto.kms.responses import KmsResponse

from ..clock import TIMELINE
from .registry import rule

LEAST, MOST = 7, 30

@rule(KmsResponse, "schedule_key_deletion", "key-pending-window")
def _window(response: Any) -> None:
    days = response._get_param("PendingWindowInDays")
    if days is not None and not LEAST <= int(days) <= MOST:
        text = f"1 validation error detected: Value at 'pendingWindowInDays' must be from {LEAST} to {MOST}"
        raise JsonRESTError("ValidationException", text)


@rule(KmsResponse, "schedule_key_deletion", "key-pending-already")
def _pending(response: Any) -> None:
    backend = response.kms_backend
    key = backend.keys.get(backend.get_key_id(str(response._get_param("KeyId"))))
    if key is not None and key.key_state == "PendingDeletion":
        raise JsonRESTError("KMSInvalidStateException", f"{key.arn} is pending deletion.")


_stock_schedule = KmsBackend.schedule_key_deletion


def _schedule(self: Any, key_id: str, pending_window_in_days: int) -> Any:
    """Once the window is over the key is gone, with its aliases."""
    key_id = self.get_key_id(key_id)
    answered = _stock_schedule(self, key_id, int(pending_window_in_days))
    key = self.keys[key_id]
    due = key.deletion_date

    def gone() -> None:
        if self.keys.get(key.id) is key and key.key_state == "PendingDeletion" and key.deletion_date == due:
            self.delete_key(key.id)

    TIMELINE.after("key-day", gone, times=int(pending_window_in_days))
    return answered


KmsBackend.schedule_key_deletion = _schedule
