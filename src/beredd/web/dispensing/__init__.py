"""Runs of the dispensing chain: records, the studio and what it shows."""
