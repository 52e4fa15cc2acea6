"""The planner: naloxone kits by area, women and men. Keeps nothing; what is asked comes with the request."""
