"""Models of how long customers buy, how often and for how much: plain numbers in, numbers out."""
