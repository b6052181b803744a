"""The page and the HTTP interface. Translates; decides nothing."""
