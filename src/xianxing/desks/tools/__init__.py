"""Pages of the toolbox 工具箱."""
