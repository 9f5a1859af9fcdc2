"""Plotly figures as pure functions of data and a mixture."""
