"""Taking data out: any list as a file, everything as an archive, a backup and its way back."""
