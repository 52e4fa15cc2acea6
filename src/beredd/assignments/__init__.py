"""Assignments: a decision as clauses, what answers each of them, and what is missing when."""
