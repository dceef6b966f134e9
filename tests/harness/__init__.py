"""What bin/check and bin/test run."""
