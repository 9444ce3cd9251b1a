"""Facts of the form held against every paper: what the form claims, what papers mention, how both agree."""
