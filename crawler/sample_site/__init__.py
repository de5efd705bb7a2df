"""A small web of our own making, for `orewire demo`, tests and benchmarks: articles as data, pages rendered from them."""
