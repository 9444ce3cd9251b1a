"""On-site inspection of asset management: every day of every product against every rule, and fair trading."""
