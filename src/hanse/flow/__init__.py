"""learn() and ask(): the only place where the rooms of a river meet."""
