"""Background work: a job table with lease and heartbeat, and a worker that runs each job in a child process."""
