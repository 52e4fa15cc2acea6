"""The API under /api/v1: every room adds its resources as a router."""
