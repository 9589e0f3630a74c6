"""Many documents: pure batches of records, and what runs them on one machine or on many."""
