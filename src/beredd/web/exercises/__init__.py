"""Exercises before and after they are played: programmes, plans, micro exercises."""
