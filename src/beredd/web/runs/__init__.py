"""One kind of run for everything that computes: events, progress, record, retention. Knows no room: kinds register."""
