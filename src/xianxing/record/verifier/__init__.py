"""The parts of the stand-alone verifier; `xianxing.record.standalone` puts them together into one file."""
