"""Grafana: login, change of password, dashboards. What it remembers lies on its volume, as Grafana's does."""

import configparser
import hashlib
import hmac
import json
import re
import secrets
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..given import Given
from ..web import Reply, Request, serve

ROUNDS = 20_000


class Database:
    """Users and dashboards, in one file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.data: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {}

    def save(self) -> None:
        """Writes everything."""
        partial = self._file.with_suffix(".part")
        partial.write_text(json.dumps(self.data), encoding="utf-8")
        partial.chmod(0o600)
        partial.replace(self._file)

    def set_password(self, user: str, password: str) -> None:
        """Keeps a hash of the password."""
        salt = secrets.token_hex(8)
        self.data.setdefault("users", {})[user] = {"salt": salt, "hash": _hash(password, salt)}

    def knows(self, user: str, password: str) -> bool:
        """Whether the password is the user's."""
        kept = self.data["users"].get(user)
        return kept is not None and hmac.compare_digest(kept["hash"], _hash(password, kept["salt"]))


class Grafana:
    """The HTTP interface."""

    def __init__(self, database: Database, root: str) -> None:
        self._database, self._root = database, root.rstrip("/")
        self._prefix = urlsplit(root).path.rstrip("/")
        self._sessions: dict[str, str] = {}
        self._lock = threading.Lock()

    def answer(self, request: Request) -> Reply:
        """Serves a request; one that lacks the prefix is sent there."""
        path = request.path
        if self._prefix:
            if path != self._prefix and not path.startswith(f"{self._prefix}/"):
                return Reply(301, "", {"Location": f"{self._root}{request.target}"})
            path = path[len(self._prefix) :] or "/"
        with self._lock:
            return self._route(request, path)

    def _route(self, request: Request, path: str) -> Reply:
        if path == "/api/health":
            return Reply(200, {"database": "ok", "version": "12.1.1", "commit": "stand-in"})
        if path == "/login":
            return self._login(request) if request.method == "POST" else Reply(200, _PAGE, _HTML)
        user = self._user(request)
        if user is None:
            if path.startswith("/api/"):
                return Reply(401, {"message": "Invalid username or password"})
            return Reply(302, "", {"Location": f"{self._prefix}/login"})
        return self._known(request, path, user)

    def _known(self, request: Request, path: str, user: str) -> Reply:
        database = self._database
        by_uid = re.fullmatch(r"/api/dashboards/uid/([\w-]+)", path)
        if (request.method, path) == ("GET", "/api/user"):
            return Reply(200, {"id": 1, "login": user, "isGrafanaAdmin": True})
        if (request.method, path) == ("GET", "/api/users/lookup"):
            known = request.query.get("loginOrEmail") in database.data["users"]
            return Reply(200, {"id": 1, "login": user}) if known else Reply(404, {"message": "user not found"})
        if (request.method, path) == ("PUT", "/api/user/password"):
            return self._change(user, request.json(), with_old=True)
        if (request.method, path) == ("PUT", "/api/admin/users/1/password"):
            return self._change(user, {"newPassword": request.json().get("password")}, with_old=False)
        if (request.method, path) == ("POST", "/api/dashboards/db"):
            return self._import(request.json())
        if (request.method, path) == ("GET", "/api/search"):
            return Reply(200, self._search(request.query))
        if (request.method, path) == ("GET", "/api/datasources"):
            return Reply(200, database.data.get("datasources", []))
        if by_uid and request.method == "GET":
            found = self._dashboards().get(by_uid.group(1))
            return Reply(200, found) if found else Reply(404, {"message": "Dashboard not found"})
        if path == "/":
            return Reply(200, _PAGE, _HTML)
        return Reply(404, {"message": "Not found"})

    def _user(self, request: Request) -> str | None:
        given = request.basic()
        if given is not None:
            return given[0] if self._database.knows(*given) else None
        match = re.search(r"grafana_session=(\w+)", request.headers.get("Cookie", ""))
        return self._sessions.get(match.group(1)) if match else None

    def _login(self, request: Request) -> Reply:
        given = request.json()
        user, password = str(given.get("user")), str(given.get("password"))
        if not self._database.knows(user, password):
            return Reply(401, {"message": "Invalid username or password"})
        session = secrets.token_hex(16)
        self._sessions[session] = user
        cookie = f"grafana_session={session}; Path={self._prefix or '/'}; HttpOnly; SameSite=Lax"
        return Reply(200, {"message": "Logged in", "redirectUrl": f"{self._prefix}/"}, {"Set-Cookie": cookie})

    def _change(self, user: str, given: dict[str, Any], with_old: bool) -> Reply:
        if with_old and not self._database.knows(user, str(given.get("oldPassword"))):
            return Reply(401, {"message": "Invalid old password"})
        new = given.get("newPassword")
        if not isinstance(new, str) or len(new) < 4:
            return Reply(400, {"message": "New password is missing or too short"})
        self._database.set_password(user, new)
        self._database.save()
        self._sessions.clear()
        return Reply(200, {"message": "User password changed"})

    def _dashboards(self) -> dict[str, Any]:
        return dict(self._database.data.setdefault("dashboards", {}))

    def _import(self, given: dict[str, Any]) -> Reply:
        dashboard = given.get("dashboard")
        if not isinstance(dashboard, dict) or not dashboard.get("title"):
            return Reply(400, {"message": "Dashboard title cannot be empty", "status": "empty-name"})
        uid = str(dashboard.get("uid") or secrets.token_hex(7))
        kept = self._dashboards().get(uid)
        if kept and not given.get("overwrite") and dashboard.get("version") != kept["dashboard"]["version"]:
            message = "The dashboard has been changed by someone else"
            return Reply(412, {"message": message, "status": "version-mismatch"})
        same_title = any(one["dashboard"]["title"] == dashboard["title"] for one in self._dashboards().values())
        if same_title and kept is None and not given.get("overwrite"):
            return Reply(412, {"message": "A dashboard with the same name already exists", "status": "name-exists"})
        version = kept["dashboard"]["version"] + 1 if kept else 1
        number = kept["dashboard"]["id"] if kept else len(self._dashboards()) + 1
        slug = re.sub(r"[^a-z0-9]+", "-", str(dashboard["title"]).lower()).strip("-")
        url = f"{self._prefix}/d/{uid}/{slug}"
        self._database.data["dashboards"][uid] = {
            "meta": {"slug": slug, "url": url, "version": version, "type": "db"},
            "dashboard": {**dashboard, "id": number, "uid": uid, "version": version},
        }
        self._database.save()
        return Reply(
            200, {"id": number, "uid": uid, "url": url, "status": "success", "version": version, "slug": slug}
        )

    def _search(self, query: dict[str, str]) -> list[dict[str, Any]]:
        words, uids = query.get("query", "").lower(), query.get("dashboardUIDs") or query.get("dashboardUids")
        return [
            {"id": one["dashboard"]["id"], "uid": uid, "title": one["dashboard"]["title"], "type": "dash-db"}
            | {"url": one["meta"]["url"], "tags": one["dashboard"].get("tags", [])}
            for uid, one in self._dashboards().items()
            if words in one["dashboard"]["title"].lower() and (not uids or uid in uids.split(","))
        ]


_HTML = {"Content-Type": "text/html; charset=utf-8"}
_PAGE = "<!doctype html><title>Grafana</title><p>Grafana (a stand-in of Hubkeeper's rehearsal)</p>\n"


def run(given: Given) -> None:
    """Serves until the pod ends."""
    place = given.path("/var/lib/grafana")
    database = Database(place / "grafana.json")
    if "users" not in database.data:
        # As Grafana: the Secret's password counts only while the database is new.
        user = given.env.get("GF_SECURITY_ADMIN_USER", "admin")
        database.set_password(user, given.env["GF_SECURITY_ADMIN_PASSWORD"])
        database.save()
    serve(given.port("grafana"), Grafana(database, root_of(given.path("/etc/grafana/grafana.ini"))).answer)
    threading.Event().wait()


def root_of(file: Path) -> str:
    """The address below which Grafana serves: its root_url, if it shall serve from a sub-path; else none."""
    config = configparser.ConfigParser(interpolation=None)
    config.read(file, encoding="utf-8")
    if not config.getboolean("server", "serve_from_sub_path", fallback=False):
        return ""
    return config.get("server", "root_url", fallback="")


def _hash(password: str, salt: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), ROUNDS).hex()
