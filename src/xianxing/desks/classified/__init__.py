"""The table of classified protection (等级保护): requirements, answers, tests, the operator's part."""
