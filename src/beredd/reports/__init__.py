"""Reports: what the program's stores hold for an assignment, and documents made of it."""
