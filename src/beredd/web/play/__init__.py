"""A running exercise: its control, its players, its observers and its screens."""
