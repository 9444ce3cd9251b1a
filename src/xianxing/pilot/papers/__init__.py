"""Official papers of a case: made with the acts that produce them, numbered, brought back under seal."""
