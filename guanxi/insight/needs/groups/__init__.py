"""Groups of customers who buy alike: what each is like, over the customers that one may see."""
