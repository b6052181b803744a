"""The command line. Translates; decides nothing."""
