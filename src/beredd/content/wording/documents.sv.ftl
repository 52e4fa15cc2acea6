not-readable = { $file } är varken en PDF eller ett Word-dokument som går att läsa.
nothing-attached = { $file } har inget underlag att räkna om; det ligger i dokument som Beredd har gjort.
