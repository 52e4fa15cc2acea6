"""Beredd: compute, exercise, improve, spread and report the preparedness of Sweden's medicines supply."""

__version__ = "0.1.0"
