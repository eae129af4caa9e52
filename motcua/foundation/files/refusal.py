"""Why a file cannot be taken."""


class FileRefused(ValueError):
    """A file that cannot be kept; `str()` is the Vietnamese sentence for the person."""
