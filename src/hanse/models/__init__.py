"""The catalogue of open-weight models, fit on this machine, delivery. Runs none of them.

catalogue: which models there are. shelf: which are on this machine. machine: what this machine can carry.
delivery: fetches one, from a file (medium), a hub (hub) or the package index (wheels).
"""
