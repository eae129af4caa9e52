"""Cases of a unit and a period as a file: asked for on a page, written by a job, kept for some days."""
