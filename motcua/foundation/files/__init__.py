"""Files people hand in: kept under the hash of their content, known by content, never by name."""

from motcua.foundation.files.names import attachment_header, safe_name
from motcua.foundation.files.quarantine import Quarantine
from motcua.foundation.files.ranges import NO_SUCH_PART, Part, part_asked_for
from motcua.foundation.files.refusal import FileRefused
from motcua.foundation.files.scanner import ScannerAway, found_in, scanner_answers
from motcua.foundation.files.store import DEFAULT_LIMIT, Readable, Store, StoredFile

__all__ = [
    "DEFAULT_LIMIT",
    "NO_SUCH_PART",
    "FileRefused",
    "Part",
    "Quarantine",
    "Readable",
    "ScannerAway",
    "Store",
    "StoredFile",
    "attachment_header",
    "found_in",
    "part_asked_for",
    "safe_name",
    "scanner_answers",
]
