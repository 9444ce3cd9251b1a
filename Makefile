.PHONY: demo test lint bench endure mutants lock
demo test lint bench endure mutants lock:
	@python3 ./run $@
