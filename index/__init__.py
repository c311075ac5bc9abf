"""Turn files into an index: walk, read, clean, date, find actors, store.

May import only `index.lang` and the libraries each module names; never `searcher` or `web`.
"""
