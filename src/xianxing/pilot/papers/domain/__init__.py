"""What is done with papers: they are made with acts, numbered once, brought back."""
