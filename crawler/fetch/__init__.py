"""Between Scrapy and the web: what may be asked, of whom, in which order."""
