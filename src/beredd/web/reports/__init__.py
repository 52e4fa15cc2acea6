"""Reports on the site: built in the background, read with every number's run and clause, fetched as PDF and Word."""
