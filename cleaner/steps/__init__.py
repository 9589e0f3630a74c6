"""The built-in steps, one a file; the docstring of a step is its manual page."""
