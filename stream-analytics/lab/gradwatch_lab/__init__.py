"""Labelled telemetry of small networks, trained with and without a planted fault, as the project's own agent sends it."""
