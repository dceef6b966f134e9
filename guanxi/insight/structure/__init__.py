"""The firm's value structure: who brings what, how recent, how it moves, over what one may see."""
