"""The texts of the local server's settings: small machine, safe disks, nothing personal in its log."""

import getpass
import os
from pathlib import Path

from .places import Account

INCLUDE = "\ninclude_if_exists = 'motcua.conf'\n"

# Peer needs no password to be kept: whoever owns the files may do anything to them anyway.
HBA = """\
local   all   postgres   peer map=owner
local   all   all        scram-sha-256
"""

_SETTINGS = """\
# Written by motcua at every start; put your own settings in postgresql.conf, below the include.
listen_addresses = ''
unix_socket_directories = '{socket}'
max_connections = 100
shared_buffers = {buffers}MB
effective_cache_size = {cache}MB
work_mem = 8MB
maintenance_work_mem = 64MB
random_page_cost = 1.1
jit = off
wal_compression = on
max_wal_size = 1GB
checkpoint_timeout = 15min
fsync = {durable}
synchronous_commit = {durable}
full_page_writes = {durable}
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = on
log_directory = '{log}'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
log_line_prefix = '%m [%p] '
log_checkpoints = off
# Statements and the values in them may hold personal data: neither reaches the log.
log_error_verbosity = terse
log_min_error_statement = panic
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
"""


def settings_text(*, socket: Path, log: Path, durable: bool) -> str:
    """motcua.conf; `durable=False` is for throw-away test servers only."""
    memory = _memory_megabytes()
    return _SETTINGS.format(
        socket=socket,
        log=str(log).replace("'", "''"),
        buffers=max(32, min(256, memory // 8)),
        cache=max(128, min(4096, memory // 2)),
        durable="on" if durable else "off",
    )


def ident_text(account: Account) -> str:
    """pg_ident.conf: the server's account, and the one that runs this command, are its superuser."""
    names = sorted({account.name, getpass.getuser() if os.geteuid() else "root"})
    return "".join(f'owner   "{name}"   postgres\n' for name in names)


def _memory_megabytes() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
