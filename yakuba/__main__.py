"""`python -m yakuba COMMAND`: every command of Yakuba behind one name."""

from yakuba.config.cli import main

main()
