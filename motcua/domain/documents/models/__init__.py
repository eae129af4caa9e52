"""Papers and files as kept: what was handed in or issued, by content; what is on its way in; one's own documents."""

from .kept import File, Register, let_go, next_number
from .own import Document
from .upload import Upload

__all__ = ["Document", "File", "Register", "Upload", "let_go", "next_number"]
