.PHONY: demo test lint bench endure lock
demo test lint bench endure lock:
	@python3 ./run $@
