"""What the formats of building and trade share: typed rows, XML without risk, columns of orders. No format itself."""
