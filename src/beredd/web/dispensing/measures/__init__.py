"""Measures in the studio: what is proposed, what each is worth in a scenario, and over scenarios."""
