"""`python -m motcua` is the command `motcua`."""

from motcua.faces.cli.main import main

raise SystemExit(main())
