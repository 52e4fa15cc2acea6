not-readable = { $file } is neither a PDF nor a Word document that can be read.
nothing-attached = { $file } has nothing to recompute; documents that Beredd made do.
