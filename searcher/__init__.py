"""Turn a `Query` into a `Page`. May import `index`; never `web`."""
