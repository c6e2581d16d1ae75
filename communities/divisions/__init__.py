"""Reading, checking and naming the statistical divisions that a district's files list."""
