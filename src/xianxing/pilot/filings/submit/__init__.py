"""Filing and taking back: from the last look to the receipt."""
