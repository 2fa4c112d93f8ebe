"""What the service costs, as ratios within one run on a real database. Nothing in the packages knows of it."""
