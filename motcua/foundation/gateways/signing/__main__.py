"""Reads a stranger's PDF from standard input within limits and says what its signatures say; started by `checked_apart`."""

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from .checking import check_signatures

SECONDS, BYTES = 15, 1024 * 1024 * 1024

resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
try:
    found = check_signatures(sys.stdin.buffer.read(), Path(sys.argv[1]))
except (ValueError, MemoryError):
    sys.exit(3)
sys.stdout.write(json.dumps([asdict(each) for each in found], default=lambda moment: moment.isoformat()))
