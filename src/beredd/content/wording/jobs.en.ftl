lease-lost = Job { $job } no longer belongs to { $worker }: it was cancelled or given to another worker.
unknown-kind = There is no kind of job '{ $found }'; registered are { $allowed }.
