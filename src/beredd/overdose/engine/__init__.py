"""The compiled population engine: eight patients advance together, blocks of patients run in threads."""
