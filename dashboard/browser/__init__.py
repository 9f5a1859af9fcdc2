"""What the components share that draw in the browser: scripts, packs of data, plotly."""
