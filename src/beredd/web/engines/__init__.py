"""Quick answers, each engine in one warm process of its own, so that the web process holds no engine."""
