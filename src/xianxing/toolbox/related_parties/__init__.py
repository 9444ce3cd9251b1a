"""Related-party checks of securities firms (guide 3.3.2): relations, levels of trades, recusals."""
