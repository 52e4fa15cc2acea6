# The words of drawings, tables and their files.
under = under { $bound }
and-over = { $bound } and over
over-limit = over limit { $limit }
no-value = no data
yes = yes
no = no
lowest = { $label }, lowest
highest = { $label }, highest
about = About this file
column = Column
column-key = Name in CSV and API
no-font = The figure cannot become a PNG: this machine has no font. Install one, such as fonts-dejavu-core, or take the figure as SVG.
