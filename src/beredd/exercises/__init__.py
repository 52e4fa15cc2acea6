"""Exercises as data: plans, what they have in common, and rules that a plan must keep. No database, clock or engine."""
