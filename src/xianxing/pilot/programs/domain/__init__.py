"""What is done with tokens and webhooks: they are made, ended, recognised, told of events."""
