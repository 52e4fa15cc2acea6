# The words of drawings, tables and their files.
under = under { $bound }
and-over = { $bound } and over
over-limit = { $name }, from { $limit }
no-value = no data
yes = yes
no = no
lowest = { $label }, lowest
highest = { $label }, highest
about = About this file
column = Column
column-key = Name in CSV and API
no-font = The figure cannot become a PNG: this machine has no font. Install one, such as fonts-dejavu-core, or take the figure as SVG.

# Where numbers come from
origin-run = Run
origin-engine = Engine
origin-version = Version
origin-seed = Seed
origin-fingerprint = Fingerprint
origin-created = Computed
origin-command = The same numbers again
origin-note = To know
with-seed = seed { $seed }
from-to = { $low } to { $high }
