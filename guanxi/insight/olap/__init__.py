"""The cube: any figure by up to three dimensions, over the rows one may see."""
