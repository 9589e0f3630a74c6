"""Document, edits, steps, rules, chain and trace: the whole idea, and nothing that opens a file."""
