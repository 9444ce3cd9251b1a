"""What several web processes must know together: counts of visitors, locks, words that are good once."""
