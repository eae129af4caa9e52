"""Files people hand in: kept under the hash of their content, known by content, never by name."""

from motcua.foundation.files.names import attachment_header, safe_name
from motcua.foundation.files.ranges import NO_SUCH_PART, Part, part_asked_for
from motcua.foundation.files.refusal import FileRefused
from motcua.foundation.files.store import DEFAULT_LIMIT, Store, StoredFile

__all__ = [
    "DEFAULT_LIMIT",
    "NO_SUCH_PART",
    "FileRefused",
    "Part",
    "Store",
    "StoredFile",
    "attachment_header",
    "part_asked_for",
    "safe_name",
]
