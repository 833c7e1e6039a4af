"""The dated file of a reorganisation: it is read, turned into a plan of changes, and written of what there is."""
