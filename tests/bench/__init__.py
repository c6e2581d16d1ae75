"""What pages cost, as ratios to a bare Django view of the same run, so that machines can be compared."""
