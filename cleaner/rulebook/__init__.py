"""Rules as data: files, options, the registry of steps, profiles, examples and golden files."""
