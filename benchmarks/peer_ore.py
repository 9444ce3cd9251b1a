"""ORE's SIMM of a CRIF apart by tabs: seconds to load and to calculate. An interpreter with ORE runs it."""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module


def main(path: str) -> None:
    """Print the seconds as JSON."""
    ore = import_module("ORE")
    version = ore.SimmConfiguration_ISDA_V2_6(ore.SimmBucketMapperBase())
    started = time.perf_counter()
    crif = ore.Crif()
    crif.setCsvLoaderConfig(version)
    crif.fromCSVFile(path)
    loaded = time.perf_counter()
    ore.SimmCalculator(crif, version)
    done = time.perf_counter()
    print(json.dumps({"load": loaded - started, "calculate": done - loaded, "net": crif.size()}))


if __name__ == "__main__":
    main(sys.argv[1])
