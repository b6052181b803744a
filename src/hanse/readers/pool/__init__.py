"""Reading in child processes: the pool of them (children), and what runs in one (child), which loads only its side."""
