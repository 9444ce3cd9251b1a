"""What people are told: an inbox on the site, and letters by e-mail that carry no contents."""
