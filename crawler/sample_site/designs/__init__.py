"""One module a design: how an outlet of the sample web renders a story."""
