"""Background work: a job table with lease and heartbeat, and a worker process that runs each job in a child of its own."""
