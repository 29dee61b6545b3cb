"""
Compliance of many cases at once: the legal clock as passes over columns.

`local` runs the whole rulebook over an encoded store on one machine. It answers what
`ruta.law.clock` answers, row by row; tests hold the two equal near every seam of the law.
"""
