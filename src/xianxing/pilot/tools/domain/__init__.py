"""What is done with runs: asked for, carried out, compared, reviewed, anchored in the log."""
