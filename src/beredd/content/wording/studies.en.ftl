cannot-compute = The program cannot compute { $kind }. It can: { $known }.
