"""Pages of monitoring: a project's indicators, its plan, and the list of all projects on trial."""
