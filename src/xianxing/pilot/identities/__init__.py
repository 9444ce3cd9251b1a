"""Which account logs in by which identity of the OpenID Connect provider."""
