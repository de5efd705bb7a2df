"""``python -m crawler.cli``: the command line where no ``orewire`` script is on the path."""

from crawler.cli import main

main()
