"""The smallest replica set: one mongod on loopback, which transactions need."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

LOOPBACK = "127.0.0.1"
NAME = "rs0"
_NOT_YET_INITIALIZED = 94


def uri(port: int) -> str:
    """Where clients connect. Naming the set makes them wait for its primary during a restart."""
    return f"mongodb://{LOOPBACK}:{port}/?replicaSet={NAME}"


def becomes_writable(port: int, *, deadline: float, given_up: Callable[[], bool]) -> bool:
    """Form the set where there is none and wait for its primary; False at the deadline or when given up.

    `deadline` is a reading of `time.monotonic`; `given_up` takes its time to answer and so paces the wait.
    """
    while not _is_listening(port):
        if given_up() or time.monotonic() > deadline:
            return False
    with MongoClient[dict[str, Any]](
        LOOPBACK, port, directConnection=True, serverSelectionTimeoutMS=1000, timeoutMS=2000
    ) as client:
        while not given_up() and time.monotonic() < deadline:
            with suppress(PyMongoError):
                if client.admin.command("hello")["isWritablePrimary"]:
                    return True
                _form(client, f"{LOOPBACK}:{port}")
    return False


def _is_listening(port: int) -> bool:
    with suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=1):
        return True
    return False


def _form(client: MongoClient[dict[str, Any]], here: str) -> None:
    try:
        config = client.admin.command("replSetGetConfig")["config"]
    except OperationFailure as refusal:
        if refusal.code != _NOT_YET_INITIALIZED:
            raise
        client.admin.command("replSetInitiate", {"_id": NAME, "members": [{"_id": 0, "host": here}]})
        return
    # Somebody else has taken last time's port: the set must learn its new address.
    if config["members"][0]["host"] != here:
        config["members"][0]["host"] = here
        config["version"] += 1
        client.admin.command("replSetReconfig", config, force=True)
