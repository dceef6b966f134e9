"""How customers regard us: what they answered and how they buy, over the customers one may see."""
