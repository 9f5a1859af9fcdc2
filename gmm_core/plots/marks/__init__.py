"""What is a figure made of? Colours, names, points, outlines, curves, panes and axes."""
