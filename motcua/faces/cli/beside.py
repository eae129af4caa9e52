"""Beside the demonstration: providers of mail and messages that send nothing away, and how its parts reach them."""

import os
import shutil
import socket
from contextlib import ExitStack
from pathlib import Path

from motcua.foundation.gateways.fakes import DEMO_APP, DEMO_SECRET

CHANNELS = ("mail", "sms", "zalo", "identity", "carrier", "stamps")


def free_ports() -> dict[str, int]:
    """A port of the loopback for each provider, that nobody uses now."""
    with ExitStack() as held:
        probes = {channel: held.enter_context(socket.socket()) for channel in CHANNELS}
        for probe in probes.values():
            probe.bind(("127.0.0.1", 0))
        return {channel: probe.getsockname()[1] for channel, probe in probes.items()}


def surroundings_of_fakes(home: Path, ports: dict[str, int]) -> dict[str, str]:
    """What web and worker are told, so that nothing of the demonstration is ever sent to a real provider."""
    return {
        "MOTCUA_MAILBOX": str(home / "mailbox"),
        "MOTCUA_SEALS": os.environ.get("MOTCUA_SEALS", str(home / "seals")),
        "MOTCUA_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "MOTCUA_SMTP_HOST": "127.0.0.1",
        "MOTCUA_SMTP_PORT": str(ports["mail"]),
        "MOTCUA_SMTP_USER": "",
        "MOTCUA_SMTP_SECURITY": "",
        "MOTCUA_SMS_URL": f"http://127.0.0.1:{ports['sms']}/messages",
        "MOTCUA_SMS_SECRET": DEMO_SECRET,
        "MOTCUA_IDENTITY_ISSUER": f"http://127.0.0.1:{ports['identity']}",
        "MOTCUA_IDENTITY_CLIENT": DEMO_APP,
        "MOTCUA_IDENTITY_SECRET": DEMO_SECRET,
        "MOTCUA_IDENTITY_NAME": "định danh minh họa",
        "MOTCUA_CARRIER_URL": f"http://127.0.0.1:{ports['carrier']}",
        "MOTCUA_CARRIER_SECRET": DEMO_SECRET,
        "MOTCUA_ZALO_API": f"http://127.0.0.1:{ports['zalo']}",
        "MOTCUA_ZALO_OAUTH": f"http://127.0.0.1:{ports['zalo']}",
        "MOTCUA_ZALO_APP": DEMO_APP,
        "MOTCUA_ZALO_SECRET": DEMO_SECRET,
        "MOTCUA_ZALO_REFRESH": DEMO_SECRET,
        "MOTCUA_TIME_STAMPS": f"http://127.0.0.1:{ports['stamps']}/" if shutil.which("openssl") else "",
    }
