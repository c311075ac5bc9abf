"""Other search engines behind one small interface, for measuring against them; never used to serve."""
