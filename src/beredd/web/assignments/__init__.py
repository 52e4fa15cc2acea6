"""Assignments on the site: what is demanded, what answers it, what is due when."""
