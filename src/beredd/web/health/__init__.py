"""How the site is: for monitoring, not for readers."""
