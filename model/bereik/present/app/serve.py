"""The server of the dashboard: it starts the workers, puts the pages on their addresses, and waits."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bereik.errors import OutputError, ParameterError

HOST: Final = "127.0.0.1"
PORT: Final = 8080
_PORTS_TRIED: Final = 20


def serve(host: str, port: int | None, show: bool, tell: Callable[[str], None]) -> None:
    """Serve the dashboard until it is stopped.

    Parameters
    ----------
    host : 127.0.0.1 for this machine alone; 0.0.0.0 for everybody on its network
    port : left out: the first that is free from 8080
    show : open the browser
    tell : called with the address when it has started

    Raises
    ------
    ParameterError : the host or port cannot be used
    OutputError : nothing can be kept on this machine
    """
    folder = _folder()
    os.environ["NICEGUI_STORAGE_PATH"] = str(folder)  # read when nicegui is first imported
    chosen = _free_port(host, port)
    from nicegui import app, ui

    from bereik.present.app.estimates import Crew
    from bereik.present.app.pages import put_on_their_addresses

    crew = Crew()
    first = put_on_their_addresses(crew)

    def starts() -> None:
        crew.start(first)
        address = f"http://{_seen_from(host)}:{chosen}"
        app.storage.general["address"] = "" if host in (HOST, "localhost") else address + "/verdeel"
        tell(address)

    app.on_startup(starts)
    app.on_shutdown(crew.stop)
    ui.run(
        host=host,
        port=chosen,
        show=show,
        reload=False,
        title="Bereik",
        favicon="🚪",
        language="nl",
        tailwind=False,
        show_welcome_message=False,
        storage_secret=_secret(folder),
    )


def _folder() -> Path:
    """Return the folder in which the choices of visitors are kept."""
    import platformdirs

    folder = Path(os.environ.get("BEREIK_APP") or platformdirs.user_data_path("bereik", False) / "app")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"{folder}: the choices of visitors cannot be kept here ({error.strerror})."
        ) from None
    return folder


def _secret(folder: Path) -> str:
    """Return what signs the cookie by which a visitor is known: the same after a restart."""
    path = folder / "cookie-key"
    try:
        if not path.is_file():
            path.touch(mode=0o600)
            path.write_text(os.urandom(32).hex(), encoding="ascii")
        return path.read_text(encoding="ascii")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}).") from None


def _free_port(host: str, port: int | None) -> int:
    """Return the port that is asked for, or the first that is free."""
    tried = range(PORT, PORT + _PORTS_TRIED) if port is None else (port,)
    reason = ""
    for candidate in tried:
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
                if os.name == "posix":  # where Windows means by it that two may listen
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, candidate))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            continue
        return candidate
    raise ParameterError(
        f"--host {host} --port {tried[0]}: cannot be used ({reason}). "
        f"Try another, such as --port {PORT + 100}."
    )


def _seen_from(host: str) -> str:
    """Return the name under which others reach this machine."""
    if host != "0.0.0.0":
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it asks which of our addresses would
            return str(probe.getsockname()[0])
        except OSError:
            return socket.gethostname()
