"""Bytes and records, turned into documents and back: one module for each format."""
