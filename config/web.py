"""The web server: its first process reads the application once, and every worker begins as a copy of it."""

import gc
import sys

from django.urls import get_resolver
from granian.cli import entrypoint

from . import wsgi

__all__ = ["wsgi"]

if __name__ == "__main__":
    assert get_resolver().url_patterns  # reads every page's code
    gc.collect()
    gc.freeze()  # what was read stays: looked at no more, it is kept once for all workers
    sys.exit(entrypoint())
