"""The catalogue of open-weight models, fit on this machine, delivery. Runs none of them."""
