"""What pages cost, as ratios to a bare Django view measured in the same run, so that machines can be compared."""
