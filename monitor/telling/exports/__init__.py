"""What leaves the log as files for other people and programs, one module a kind of file."""
