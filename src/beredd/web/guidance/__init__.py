"""Guidance for its editors: what state it is in, each claim with what it rests on, and what others know."""
