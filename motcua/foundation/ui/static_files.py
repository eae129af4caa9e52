"""Static files under names with their hash, compressed once; plain names until they are collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

__all__ = ["HashedFiles"]


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed and compressed by `collectstatic`; before it has run, plain names (a laptop, the tests)."""

    def stored_name(self, name: str) -> str:
        return str(super().stored_name(name)) if self.hashed_files else name
