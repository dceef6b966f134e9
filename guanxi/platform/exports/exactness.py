"""How a file says that it holds exactly what the books held."""

# An empty column by this name tells an import that nothing in the file needs to be tidied.
EXACT_COLUMN = "guanxi:exact"
