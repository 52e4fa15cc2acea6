# The words of drawings, tables and their files.
under = under { $bound }
and-over = { $bound } och över
over-limit = { $name }, från { $limit }
no-value = uppgift saknas
yes = ja
no = nej
lowest = { $label }, lägst
highest = { $label }, högst
about = Om filen
column = Kolumn
column-key = Namn i CSV och API
no-font = Bilden kan inte göras till PNG: datorn har inget typsnitt. Installera ett, till exempel fonts-dejavu-core, eller hämta bilden som SVG.

# Where numbers come from
origin-run = Körning
origin-engine = Motor
origin-version = Version
origin-seed = Frö
origin-fingerprint = Fingeravtryck
origin-created = Räknad
origin-command = Samma tal igen
origin-note = Att veta
with-seed = frö { $seed }
from-to = { $low } till { $high }
