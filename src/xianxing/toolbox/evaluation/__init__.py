"""Evaluation of firms under dated schemes, their size, and the chain between them: contract of tool 4."""
