"""What is done with volumes: prepared, checked by a second person, handed over against a receipt."""
