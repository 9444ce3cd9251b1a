"""先行 Xianxing: a regulatory sandbox for capital-market fintech pilots, as working software."""
