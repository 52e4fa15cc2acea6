lease-lost = Arbetet { $job } tillhör inte längre { $worker }: det avbröts eller gavs till en annan arbetsprocess.
unknown-kind = Det finns inget slags arbete ”{ $found }”; registrerade är { $allowed }.
