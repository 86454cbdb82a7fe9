"""JupyterHub's hub: only its health."""

import threading

from ..given import Given
from ..web import Reply, Request, serve


def run(given: Given) -> None:
    """Serves until the pod ends."""
    base = given.env.get("JUPYTERHUB_BASE_URL", "/").rstrip("/")

    def answer(request: Request) -> Reply:
        if request.path == f"{base}/hub/health":
            return Reply(200, "")
        if request.path in (f"{base}/hub/api", f"{base}/hub/api/"):
            return Reply(200, {"version": "5.3.0"})
        if request.path in (f"{base}/hub/login", f"{base}/", f"{base}/hub/", base):
            return Reply(200, "This hub keeps seats; nobody can log in.\n")
        return Reply(404, {"status": 404, "message": "Not Found"})

    serve(given.port("http"), answer)
    threading.Event().wait()
