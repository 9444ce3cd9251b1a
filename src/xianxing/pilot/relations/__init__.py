"""What filings have in common: things that they name, texts that are alike, the filing that came before."""
