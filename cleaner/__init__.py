"""Give web text back as its author wrote it: no spam, no chrome, no damage, every change explained."""
