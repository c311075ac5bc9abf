"""Turn a request into a `Query` and a `Page` into HTML, JSON, Atom or CSV. Holds no search logic."""
