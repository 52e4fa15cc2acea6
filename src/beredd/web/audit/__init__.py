"""The audit log: text that outlives what it describes."""
