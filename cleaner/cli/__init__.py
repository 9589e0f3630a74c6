"""The command line: it reads arguments, calls what a library user could call, prints and exits."""
