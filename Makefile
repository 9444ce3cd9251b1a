.PHONY: demo test whole lint bench endure mutants lock
demo test whole lint bench endure mutants lock:
	@python3 ./run $@
