unknown-language = BEREDD_LANGUAGE is { $found }; allowed are { $allowed }.

cannot-listen = The site cannot listen on { $host }:{ NUMBER($port, useGrouping: 0) }: { $reason }. Stop what listens there, or choose another port with --port.
on = --on is '{ $found }'; allowed is a date such as 2026-11-22.
question-and-options = --question holds the whole question; leave { $option } out, or the file.
no-pair = --set is “{ $text }”; allowed is NAME=VALUE with a number.

refinement = The refinement is { $found }; it must be from { $low } to { $high }.
answer-unwritten = The answer cannot be written: { $reason }.
no-stdout = There is nowhere to write the answer: standard output is closed.
no-network = The machine has no network to serve on: { $reason }
join = Participants join at { $address }
plain-http = Without TLS everything goes as plain text on the local network, and no page works offline. A big exercise needs a server with TLS.
