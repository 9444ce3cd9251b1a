"""The draft: who takes part, what stands in its cells, what people say of it."""
