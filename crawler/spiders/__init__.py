"""The thin Scrapy shell: one spider class, and a loader that makes one spider of each source file."""
